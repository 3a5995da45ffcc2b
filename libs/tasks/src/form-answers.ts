import type { Field, FieldProblem, Form, Text } from '#contracts';
import { textRefusal } from '#platform';
import { isFilled } from '#statechart';
import { invalid } from './answer-refusals.js';

/** Answers of a form that fit its fields, and what does not fit. This is a pure function. */
export function checkAnswers(
  form: Form | undefined,
  fields: Record<string, Field>,
  data: Record<string, unknown>,
): { answers: Record<string, unknown>; problems: FieldProblem[] } {
  const asked = new Set((form?.fields ?? []).filter((one) => !one.readOnly).map((one) => one.field));
  const answers: Record<string, unknown> = {};
  const problems: FieldProblem[] = [];
  for (const [name, value] of Object.entries(data)) {
    const field = asked.has(name) ? fields[name] : undefined;
    if (!field)
      problems.push({
        pointer: `/data/${name}`,
        code: 'field.unknown',
        message: { zh: `此处没有“${name}”这一项，请去掉。`, en: `There is no field “${name}” here. Leave it out.` },
      });
    else if (!isFilled(value)) answers[name] = null;
    else {
      const found = fieldProblems(field, value, `/data/${name}`);
      problems.push(...found);
      if (found.length === 0) answers[name] = value;
    }
  }
  return { answers, problems };
}

/** Values that fit the fields they name; refused with every one that does not. This is a pure function. */
export function checkedFields(fields: Record<string, Field>, data: Record<string, unknown>): Record<string, unknown> {
  const { answers, problems } = checkAnswers({ fields: Object.keys(fields).map((field) => ({ field })) }, fields, data);
  if (problems.length > 0) throw invalid(problems);
  return answers;
}

/** Which fields an outcome still needs: those the form requires, and those the outcome names. This is a pure function. */
export function missingAnswers(
  names: string[],
  fields: Record<string, Field>,
  values: Record<string, unknown>,
): FieldProblem[] {
  return [...new Set(names)]
    .filter((name) => !isFilled(values[name]))
    .map((name) => {
      const title =
        name === 'opinion' ? { zh: '意见', en: 'Opinion' } : (fields[name]?.title ?? { zh: name, en: name });
      return {
        pointer: name === 'opinion' ? '/opinion' : `/data/${name}`,
        code: 'field.required',
        message: { zh: `请填写“${title.zh}”。`, en: `Fill in “${title.en}”.` },
      };
    });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function fieldProblems(field: Field, value: unknown, pointer: string): FieldProblem[] {
  const wrong = (code: string, message: Text): FieldProblem[] => [{ pointer, code, message }];
  switch (field.type) {
    case 'text': {
      if (typeof value !== 'string') return wrong('field.type', { zh: '须为文字。', en: 'Must be a text.' });
      const refusal = textRefusal(value, field.maxLength);
      return refusal ? wrong(refusal.code, refusal.message) : [];
    }
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value))
        return wrong('field.type', { zh: '须为数字。', en: 'Must be a number.' });
      if (field.min !== undefined && value < field.min)
        return wrong('field.too-small', { zh: `不能小于 ${field.min}。`, en: `Must be at least ${field.min}.` });
      if (field.max !== undefined && value > field.max)
        return wrong('field.too-large', { zh: `不能大于 ${field.max}。`, en: `Must be at most ${field.max}.` });
      return [];
    case 'date':
      return isDate(value)
        ? []
        : wrong('field.type', { zh: '须为日期，如 2017-06-30。', en: 'Must be a date such as 2017-06-30.' });
    case 'yesNo':
      return typeof value === 'boolean' ? [] : wrong('field.type', { zh: '须为是或否。', en: 'Must be yes or no.' });
    case 'choice': {
      if (field.options.some((option) => option.value === value)) return [];
      const known = {
        zh: field.options.map((option) => option.title.zh).join('、'),
        en: field.options.map((option) => option.title.en).join(', '),
      };
      return wrong('field.option', { zh: `须为其中之一：${known.zh}。`, en: `Must be one of: ${known.en}.` });
    }
    case 'unit':
      return typeof value === 'string' && UUID.test(value)
        ? []
        : wrong('field.type', { zh: '请从单位目录中选择。', en: 'Choose from the list of units.' });
    case 'units':
      return Array.isArray(value) &&
        value.length <= 100 &&
        value.every((unit) => typeof unit === 'string' && UUID.test(unit)) &&
        new Set(value).size === value.length
        ? []
        : wrong('field.type', {
            zh: '请从单位目录中选择，不能重复，最多 100 个。',
            en: 'Choose from the list of units, each once, at most 100.',
          });
    case 'list':
      return listProblems(field, value, pointer);
  }
}

function listProblems(field: Field & { type: 'list' }, value: unknown, pointer: string): FieldProblem[] {
  if (!Array.isArray(value) || value.length > field.maxItems) {
    return [
      {
        pointer,
        code: 'field.type',
        message: {
          zh: `须为列表，最多 ${field.maxItems} 行。`,
          en: `Must be a list of at most ${field.maxItems} rows.`,
        },
      },
    ];
  }
  return value.flatMap((row: unknown, index) => {
    const at = `${pointer}/${index}`;
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      return [{ pointer: at, code: 'field.type', message: { zh: '须为一行内容。', en: 'Must be a row.' } }];
    const missing = Object.keys(field.columns)
      .filter((name) => field.optional?.includes(name) !== true && !isFilled((row as Record<string, unknown>)[name]))
      .map((name) => missingCell(field.columns[name]?.title ?? { zh: name, en: name }, index, `${at}/${name}`));
    const wrong = Object.entries(row).flatMap(([name, cell]) => {
      const column = Object.hasOwn(field.columns, name) ? field.columns[name] : undefined;
      if (!column)
        return [
          {
            pointer: `${at}/${name}`,
            code: 'field.unknown',
            message: { zh: `没有“${name}”这一列。`, en: `There is no column “${name}”.` },
          },
        ];
      return isFilled(cell) ? fieldProblems(column, cell, `${at}/${name}`) : [];
    });
    return [...missing, ...wrong];
  });
}

function missingCell(title: Text, index: number, pointer: string): FieldProblem {
  return {
    pointer,
    code: 'field.required',
    message: { zh: `第 ${index + 1} 行请填写“${title.zh}”。`, en: `Row ${index + 1}: fill in “${title.en}”.` },
  };
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
