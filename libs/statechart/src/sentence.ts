import type { Condition, Field, Scalar, Text } from '#contracts';

type Fields = Record<string, Field>;

/** The condition as a sentence in both languages, in the words of the definition's fields. This is a pure function. */
export function sentence(condition: Condition, fields: Fields): Text {
  if ('all' in condition) return join(condition.all, fields, { zh: '，且', en: ' and ' }, ALWAYS);
  if ('any' in condition) return join(condition.any, fields, { zh: '，或', en: ' or ' }, NEVER);
  return 'not' in condition ? denied(condition.not, fields) : compared(condition, fields, true);
}

const ALWAYS = { zh: '任何情形', en: 'in any case' };
const NEVER = { zh: '没有任何情形', en: 'in no case' };

/** What is said of a comparison where it holds, and where it does not. */
function compared(condition: Comparison, fields: Fields, holds: boolean): Text {
  const field = fields[condition.field];
  const name = field?.title ?? { zh: condition.field, en: condition.field };
  const quoted = { zh: `“${name.zh}”`, en: `“${name.en}”` };
  const said = (zh: string, en: string): Text => ({ zh: quoted.zh + zh, en: `${quoted.en} ${en}` });
  const [no, not] = holds ? ['', ''] : ['不', ' not'];
  if ('is' in condition) {
    // What is asked with yes or no is said by its name alone.
    if (condition.is === true && holds) return quoted;
    const value = valueWords(condition.is, field);
    return said(`${no}为${value.zh}`, `is${not} ${value.en}`);
  }
  if ('in' in condition) {
    const values = condition.in.map((scalar) => valueWords(scalar, field));
    return said(
      `${no}为${values.map((value) => value.zh).join('或')}`,
      `is${not} ${values.map((value) => value.en).join(' or ')}`,
    );
  }
  if ('atLeast' in condition) {
    const number = numberWords(condition.atLeast, field);
    return holds
      ? said(`不小于 ${number.zh}`, `is at least ${number.en}`)
      : said(`未达到 ${number.zh}`, `does not reach ${number.en}`);
  }
  if ('atMost' in condition) {
    const number = numberWords(condition.atMost, field);
    return holds
      ? said(`不大于 ${number.zh}`, `is at most ${number.en}`)
      : said(`不是不大于 ${number.zh}`, `is not at most ${number.en}`);
  }
  return condition.filled === holds ? said('已填写', 'is filled in') : said('未填写', 'is empty');
}

function denied(condition: Condition, fields: Fields): Text {
  if ('not' in condition) return sentence(condition.not, fields);
  if ('all' in condition || 'any' in condition) {
    const inner = sentence(condition, fields);
    return { zh: `并非（${inner.zh}）`, en: `not (${inner.en})` };
  }
  // An unanswered yes-or-no is said as its opposite: nobody asks for “not yes”.
  if ('is' in condition && typeof condition.is === 'boolean')
    return compared({ field: condition.field, is: !condition.is }, fields, true);
  return compared(condition, fields, false);
}

/** Parts that are joined by the other word stand in brackets. */
function join(parts: Condition[], fields: Fields, glue: Text, none: Text): Text {
  const texts = parts.map((part) => {
    const text = sentence(part, fields);
    const isGroup = ('all' in part && part.all.length > 1) || ('any' in part && part.any.length > 1);
    return isGroup && parts.length > 1 ? { zh: `（${text.zh}）`, en: `(${text.en})` } : text;
  });
  if (texts.length === 0) return none;
  return { zh: texts.map((text) => text.zh).join(glue.zh), en: texts.map((text) => text.en).join(glue.en) };
}

type Comparison = Extract<Condition, { field: string }>;

function valueWords(value: Scalar, field: Field | undefined): Text {
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  if (typeof value === 'number') {
    const { zh, en } = numberWords(value, field);
    return { zh: ` ${zh}`, en };
  }
  const option = field?.type === 'choice' ? field.options.find((one) => one.value === value) : undefined;
  return option?.title ?? { zh: `“${value}”`, en: `“${value}”` };
}

function numberWords(value: number, field: Field | undefined): Text {
  const unit = field?.type === 'number' ? field.unit : undefined;
  if (!unit) return { zh: String(value), en: String(value) };
  const gap = (word: string): string => (word === '%' ? '' : ' ');
  return { zh: `${value}${gap(unit.zh)}${unit.zh}`, en: `${value}${gap(unit.en)}${unit.en}` };
}
