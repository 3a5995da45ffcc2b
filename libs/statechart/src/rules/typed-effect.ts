import type { Field, Text } from '#contracts';
import { misfit } from '../condition-types.js';
import type { Fault, Rule } from './rule.js';
import type { Action, Placed } from './model.js';

/** An effect on the subject writes what its field may hold. */
export const typedEffect: Rule = ({ definition: { fields }, actions }) =>
  actions.flatMap((action) => {
    const field = fields[String(action.spec.params['field'])];
    return field ? (WRITERS[action.spec.type]?.(action, field, fields) ?? []) : [];
  });

type Writer = (action: Placed<Action>, field: Field, fields: Record<string, Field>) => Fault[];

const WRITERS: Record<string, Writer> = {
  'subject.set': ({ spec, pointer }, field) => {
    const value = spec.params['value'];
    const message = value === null || Array.isArray(value) ? null : misfit(value, field);
    return message === null ? [] : [{ pointer: pointer.at('params', 'value'), message }];
  },
  'subject.count': ({ pointer }, field) =>
    field.type === 'number' ? [] : [{ pointer: pointer.at('params', 'field'), message: notA(field, '数字', 'number') }],
  'subject.append': ({ spec, pointer }, field, fields) => {
    if (field.type !== 'list')
      return [{ pointer: pointer.at('params', 'field'), message: notA(field, '表格', 'table') }];
    const take = Array.isArray(spec.params['take']) ? spec.params['take'].map(String) : [];
    return take.flatMap((name, index) => {
      const column = field.columns[name];
      if (column?.type === fields[name]?.type) return [];
      return [{ pointer: pointer.at('params', 'take', index), message: noSuchColumn(field, name) }];
    });
  },
};

function notA(field: Field, zh: string, en: string): Text {
  return { zh: `“${field.title.zh}”不是${zh}类字段。`, en: `“${field.title.en}” is no field of type ${en}.` };
}

function noSuchColumn(field: Field, name: string): Text {
  return {
    zh: `表格“${field.title.zh}”没有同类型的列“${name}”。`,
    en: `The table “${field.title.en}” has no column “${name}” of that type.`,
  };
}
