import type { Condition, Field, Scalar, Text } from '#contracts';

/** A part of a condition that can never be meant so, with its place inside the condition. */
export interface TypeFault {
  keys: (string | number)[];
  message: Text;
}

/** Where a condition compares a field with something that the field never holds. This is a pure function. */
export function typeFaults(
  condition: Condition,
  fields: Record<string, Field>,
  keys: (string | number)[] = [],
): TypeFault[] {
  if ('all' in condition)
    return condition.all.flatMap((part, index) => typeFaults(part, fields, [...keys, 'all', index]));
  if ('any' in condition)
    return condition.any.flatMap((part, index) => typeFaults(part, fields, [...keys, 'any', index]));
  if ('not' in condition) return typeFaults(condition.not, fields, [...keys, 'not']);
  const [root = '', ...inner] = condition.field.split('.');
  const field = fields[root];
  if (!field) return [];
  if (inner.length > 0)
    return field.type === 'list' ? [] : [{ keys: [...keys, 'field'], message: nothingInside(field) }];
  const at = (key: string | number, ...more: number[]) => [...keys, key, ...more];
  if ('is' in condition) return valueFault(condition.is, field, at('is'));
  if ('in' in condition) return condition.in.flatMap((value, index) => valueFault(value, field, at('in', index)));
  if ('atLeast' in condition) return field.type === 'number' ? [] : [{ keys: at('atLeast'), message: noNumber(field) }];
  if ('atMost' in condition) return field.type === 'number' ? [] : [{ keys: at('atMost'), message: noNumber(field) }];
  return [];
}

/** Why a field never holds a value; null where it may. This is a pure function. */
export function misfit(value: unknown, field: Field): Text | null {
  if (field.type === 'choice') return optionMisfit(value, field);
  const wanted = SCALARS[field.type];
  if (wanted === null)
    return {
      zh: `“${field.title.zh}”含多项，不能与单个值比较，请用 filled。`,
      en: `“${field.title.en}” holds several things and never equals one; ask whether it is \`filled\`.`,
    };
  if (typeof value === wanted) return null;
  return {
    zh: `“${field.title.zh}”是${TYPE_WORDS[field.type].zh}，不会等于 ${JSON.stringify(value)}。`,
    en: `“${field.title.en}” holds ${TYPE_WORDS[field.type].en} and is never ${JSON.stringify(value)}.`,
  };
}

function valueFault(value: Scalar, field: Field, keys: (string | number)[]): TypeFault[] {
  const message = misfit(value, field);
  return message === null ? [] : [{ keys, message }];
}

function optionMisfit(value: unknown, field: Field & { type: 'choice' }): Text | null {
  const values = field.options.map((option) => option.value);
  if (typeof value === 'string' && values.includes(value)) return null;
  return {
    zh: `“${field.title.zh}”没有选项 ${JSON.stringify(value)}；可选：${values.join('、')}。`,
    en: `“${field.title.en}” has no option ${JSON.stringify(value)}; there are ${values.join(', ')}.`,
  };
}

function noNumber(field: Field): Text {
  return {
    zh: `“${field.title.zh}”是${TYPE_WORDS[field.type].zh}，不能比较大小。`,
    en: `“${field.title.en}” holds ${TYPE_WORDS[field.type].en}, which is neither more nor less than a number.`,
  };
}

function nothingInside(field: Field): Text {
  return {
    zh: `“${field.title.zh}”是${TYPE_WORDS[field.type].zh}，里面没有别的字段。`,
    en: `“${field.title.en}” holds ${TYPE_WORDS[field.type].en}, with nothing inside.`,
  };
}

const SCALARS = {
  text: 'string',
  number: 'number',
  date: 'string',
  yesNo: 'boolean',
  unit: 'string',
  units: null,
  list: null,
} as const;

const TYPE_WORDS: Record<Field['type'], Text> = {
  text: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  date: { zh: '日期', en: 'a date' },
  yesNo: { zh: '是否', en: 'yes or no' },
  choice: { zh: '选项', en: 'one of its options' },
  unit: { zh: '单位', en: 'a unit' },
  units: { zh: '多个单位', en: 'units' },
  list: { zh: '表格', en: 'a table' },
};
