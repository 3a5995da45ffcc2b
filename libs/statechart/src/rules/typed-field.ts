import type { FieldType } from '#contracts';
import { pointer, type Pointer } from '../pointer.js';
import type { Model } from './model.js';
import type { Rule } from './rule.js';

/** A field that says who, which case, which year or how many is of a type that can say so. */
export const typedField: Rule = (model) =>
  demands(model).flatMap(({ at, name, types }) => {
    const field = model.definition.fields[name];
    if (!field || types.includes(field.type)) return [];
    return [
      {
        pointer: at,
        message: {
          zh: `“${field.title.zh}”的类型是 ${field.type}，这里需要 ${types.join(' 或 ')}。`,
          en: `“${field.title.en}” is of type ${field.type}; ${types.join(' or ')} is needed here.`,
        },
      },
    ];
  });

interface Demand {
  at: Pointer;
  name: string;
  types: FieldType[];
}

function demands({ definition, tasks, acts, children, spans, actions }: Model): Demand[] {
  const { unit, correlation } = definition;
  return [
    ...one(unit, pointer('unit'), 'unit'),
    ...one(correlation, pointer('correlation'), 'text', 'number', 'choice', 'unit'),
    ...tasks.flatMap(({ spec, pointer: at }) =>
      spec.each === true
        ? one(spec.people.of, at.at('people', 'of'), 'units')
        : one(spec.people.of, at.at('people', 'of'), 'unit', 'units'),
    ),
    ...acts.flatMap(({ spec, pointer: at }) => one(spec.people.of, at.at('people', 'of'), 'unit', 'units')),
    ...children.flatMap(({ spec, pointer: at }) => [
      ...one(spec.each, at.at('each'), 'list', 'units', 'unit'),
      ...one(spec.collect, at.at('collect'), 'list'),
    ]),
    ...actions.flatMap(({ spec, pointer: at }) => {
      const each = spec.type === 'children.start' ? spec.params['each'] : undefined;
      return typeof each === 'string' ? one(each, at.at('params', 'each'), 'list', 'units', 'unit') : [];
    }),
    ...spans.flatMap(({ spec, pointer: at }) => ('year' in spec ? one(spec.year, at.at('year'), 'number') : [])),
  ];
}

function one(name: string | undefined, at: Pointer, ...types: FieldType[]): Demand[] {
  return name === undefined ? [] : [{ at, name, types }];
}
