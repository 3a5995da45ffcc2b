import type { Text } from '#contracts';
import type { ImportCell, ImportColumn } from '#organisation';
import { textRefusal } from '#platform';

/** What a cell reads as, or why it is refused. */
export type ReadCell = { value: ImportCell } | { code: string; message: Text };

const MAX_CODE_CHARACTERS = 64;
const FORMULA_ERROR = /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/;
const NUMBER = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?(e[+-]?\d{1,3})?$/i;
const YES = ['yes', 'y', 'true', '1', '是'];
const NO = ['no', 'n', 'false', '0', '否'];

/** Reads the text of a cell as its column asks for. */
export function readCell(column: ImportColumn, text: string): ReadCell {
  if (FORMULA_ERROR.test(text)) return formulaError();
  const refusal = textRefusal(text, longest(column));
  if (refusal !== null) return refusal;
  if (text === '') return column.required === true ? isEmpty() : { value: emptyValue(column) };
  switch (column.type) {
    case 'text':
      return column.pattern === undefined || column.pattern.is.test(text)
        ? { value: text }
        : unlike(column.pattern.says);
    case 'unit':
      return { value: text };
    case 'number':
    case 'integer':
      return readNumber(column, text);
    case 'yesNo':
      return readYesNo(text);
    case 'choice':
      return column.options.includes(text) ? { value: text } : notAnOption(column.options);
    case 'list':
      return readList(text, column.maxItems, column.maxLength, column.options);
    case 'units':
      return readList(text, column.maxItems, MAX_CODE_CHARACTERS);
  }
}

function emptyValue(column: ImportColumn): ImportCell {
  if (column.type === 'list' || column.type === 'units') return [];
  return column.type === 'number' || column.type === 'integer' || column.type === 'yesNo' ? null : '';
}

function longest(column: ImportColumn): number {
  if (column.type === 'text') return column.maxLength;
  if (column.type === 'list') return column.maxItems * (column.maxLength + 1);
  if (column.type === 'units') return column.maxItems * (MAX_CODE_CHARACTERS + 1);
  return MAX_CODE_CHARACTERS;
}

function readNumber(column: ImportColumn & { type: 'number' | 'integer' }, text: string): ReadCell {
  const plain = text.normalize('NFKC');
  const value = NUMBER.test(plain) ? Number(plain.replaceAll(',', '')) : Number.NaN;
  if (!Number.isFinite(value)) return notANumber();
  if (column.type === 'integer' && !Number.isSafeInteger(value)) return notWhole();
  const { min = -Infinity, max = Infinity } = column;
  return value < min || value > max ? outOfRange(min, max) : { value };
}

function readYesNo(text: string): ReadCell {
  const plain = text.normalize('NFKC').toLowerCase();
  if (YES.includes(plain)) return { value: true };
  if (NO.includes(plain)) return { value: false };
  return { code: 'cell.not-yes-no', message: { zh: '请填写 yes 或 no（是或否）。', en: 'Write yes or no.' } };
}

function readList(text: string, maxItems: number, maxLength: number, options?: readonly string[]): ReadCell {
  const items = text
    .split(/[|｜]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length > maxItems) return tooManyItems(items.length, maxItems);
  const repeated = items.find((item, index) => items.indexOf(item) !== index);
  if (repeated !== undefined) return repeatedItem(repeated);
  for (const item of items) {
    const refusal = textRefusal(item, maxLength);
    if (refusal !== null) return refusal;
    if (options !== undefined && !options.includes(item)) return notAnOption(options);
  }
  return { value: items };
}

function isEmpty(): ReadCell {
  return { code: 'cell.empty', message: { zh: '此列必填，请填写。', en: 'This column must be filled. Fill it in.' } };
}

function unlike(says: Text): ReadCell {
  return { code: 'cell.pattern', message: { zh: `${says.zh}。`, en: `${says.en}.` } };
}

function formulaError(): ReadCell {
  return {
    code: 'cell.formula-error',
    message: {
      zh: '公式出错，没有结果。请在 Excel 中改正公式，或填写数值。',
      en: 'The formula failed. Correct it in Excel, or write the value.',
    },
  };
}

function notANumber(): ReadCell {
  return {
    code: 'cell.not-number',
    message: {
      zh: '应为数字，如 12.5。单位（%、亿元等）请写在单位列。',
      en: 'This must be a number such as 12.5. Write the unit (%, 亿元 …) in the column for units.',
    },
  };
}

function notWhole(): ReadCell {
  return {
    code: 'cell.not-whole',
    message: { zh: '应为整数，请改正。', en: 'This must be a whole number. Correct it.' },
  };
}

function outOfRange(min: number, max: number): ReadCell {
  const zh = [min === -Infinity ? '' : `不小于 ${min}`, max === Infinity ? '' : `不大于 ${max}`]
    .filter(Boolean)
    .join('、');
  const en = [min === -Infinity ? '' : `at least ${min}`, max === Infinity ? '' : `at most ${max}`]
    .filter(Boolean)
    .join(' and ');
  return { code: 'cell.out-of-range', message: { zh: `应${zh}，请改正。`, en: `This must be ${en}. Correct it.` } };
}

function notAnOption(options: readonly string[]): ReadCell {
  return {
    code: 'cell.not-option',
    message: { zh: `只能填写：${options.join('、')}。`, en: `Only these are known: ${options.join(', ')}.` },
  };
}

function tooManyItems(items: number, maxItems: number): ReadCell {
  return {
    code: 'cell.too-many-items',
    message: {
      zh: `“|”分隔的条目最多 ${maxItems} 个，现有 ${items} 个，请删减。`,
      en: `At most ${maxItems} items parted by “|”; there are ${items}. Remove some.`,
    },
  };
}

function repeatedItem(item: string): ReadCell {
  return {
    code: 'cell.repeated-item',
    message: { zh: `“${item}”出现了两次，请删去一个。`, en: `“${item}” stands twice. Remove one of the two.` },
  };
}
