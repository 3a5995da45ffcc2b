import { pointer, pointerTo, type Pointer } from '../pointer.js';
import type { Fault, Rule } from './rule.js';

/** Whatever people see has words, in Chinese and in English. */
export const labelRequired: Rule = ({ definition, states }) => [
  ...blankTexts(definition, pointer()),
  ...[...states.values()]
    .filter(({ config }) => config.type !== 'history' && config.meta?.title === undefined)
    .map(({ path }) => ({
      pointer: pointerTo(path),
      message: {
        zh: `状态“${path}”没有名称，请写 meta.title。`,
        en: `The state “${path}” is called nothing: write its meta.title.`,
      },
    })),
];

function blankTexts(part: unknown, at: Pointer): Fault[] {
  if (typeof part !== 'object' || part === null) return [];
  if (Array.isArray(part)) return part.flatMap((one, index) => blankTexts(one, at.at(index)));
  const entries = Object.entries(part) as [string, unknown][];
  if ('zh' in part || 'en' in part) {
    const words = new Map(entries);
    return (['zh', 'en'] as const)
      .filter((language) => isBlank(words.get(language)))
      .map((language) => ({ pointer: at.at(language), message: MISSING[language] }));
  }
  return entries.flatMap(([key, inner]) => blankTexts(inner, at.at(key)));
}

const isBlank = (words: unknown): boolean => typeof words !== 'string' || words.trim() === '';

const MISSING = {
  zh: { zh: '缺中文文字。', en: 'The Chinese words are missing.' },
  en: { zh: '缺英文文字。', en: 'The English words are missing.' },
};
