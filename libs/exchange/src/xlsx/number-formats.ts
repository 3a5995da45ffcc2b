import type { Archive } from './archive.js';
import { readXml } from './xml.js';

/** What a number in a cell means by its format. */
export type NumberMeaning = 'number' | 'percent' | 'date' | 'time' | 'dateTime';

const PART = 'xl/styles.xml';

const BUILT_IN: [NumberMeaning, number[]][] = [
  ['percent', [9, 10]],
  ['date', [14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]],
  ['time', [18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56]],
  ['dateTime', [22]],
];

/** The meaning of each cell style, in the order by which cells refer to them. */
export async function readNumberMeanings(archive: Archive): Promise<NumberMeaning[]> {
  const custom = new Map<number, NumberMeaning>();
  const meanings: NumberMeaning[] = [];
  let isInCellStyles = false;
  await readXml(PART, archive.text(PART), {
    open(name, attributes) {
      if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), meaningOf(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') isInCellStyles = true;
      if (name !== 'xf' || !isInCellStyles) return;
      const id = Number(attributes['numFmtId'] ?? 0);
      meanings.push(custom.get(id) ?? builtIn(id));
    },
    close(name) {
      if (name === 'cellXfs') isInCellStyles = false;
    },
  });
  return meanings;
}

function builtIn(id: number): NumberMeaning {
  return BUILT_IN.find(([, ids]) => ids.includes(id))?.[0] ?? 'number';
}

/** The meaning of a format code such as `yyyy"年"m"月"d"日"` or `0.0%`: only its own letters count, not quoted text. */
export function meaningOf(formatCode: string): NumberMeaning {
  const [section = ''] = formatCode
    .toLowerCase()
    .replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .split(';');
  if (section.includes('general')) return 'number';
  const hasDay = /[yd]/.test(section);
  const hasTime = /[hs]/.test(section);
  if (hasDay) return hasTime ? 'dateTime' : 'date';
  if (hasTime) return 'time';
  if (section.includes('m')) return 'date';
  return section.includes('%') ? 'percent' : 'number';
}
