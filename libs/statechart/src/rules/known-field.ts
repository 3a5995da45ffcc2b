import { fieldsRead } from '../condition.js';
import { pointer, pointerTo, type Pointer } from '../pointer.js';
import type { Model } from './model.js';
import type { Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

/** Every field that a condition, form, task, effect or the definition itself names exists. */
export const knownField: Rule = (model) => {
  const known = Object.keys(model.definition.fields);
  return namedFields(model).flatMap(({ at, name, more }) =>
    unknownName(at, { zh: '字段', en: 'field' }, name, [...known, ...(more ?? [])]),
  );
};

interface NamedField {
  at: Pointer;
  name: string;
  more?: string[];
}

function namedFields(model: Model): NamedField[] {
  return [...inDefinition(model), ...inStates(model), ...inEffects(model)];
}

function inDefinition({ definition, conditions, spans }: Model): NamedField[] {
  const { unit, correlation, columns, forms } = definition;
  return [
    ...(unit === undefined ? [] : [{ at: pointer('unit'), name: unit }]),
    ...(correlation === undefined ? [] : [{ at: pointer('correlation'), name: correlation }]),
    ...columns.map((name, index) => ({ at: pointer('columns', index), name })),
    ...Object.entries(forms).flatMap(([form, { fields }]) =>
      fields.map(({ field }, index) => ({ at: pointer('forms', form, 'fields', index, 'field'), name: field })),
    ),
    ...conditions.flatMap(({ spec, pointer: at }) =>
      fieldsRead(spec).map((path) => ({ at, name: path.split('.')[0] ?? '' })),
    ),
    ...spans.flatMap(({ spec, pointer: at }) => ('year' in spec ? [{ at: at.at('year'), name: spec.year }] : [])),
  ];
}

function inStates({ states, tasks, acts, children }: Model): NamedField[] {
  return [
    ...[...tasks, ...acts].flatMap(({ spec, pointer: at }) => [
      ...(spec.people.of === undefined ? [] : [{ at: at.at('people', 'of'), name: spec.people.of }]),
      ...('needs' in spec ? needsAt(at, spec.needs) : []),
    ]),
    ...tasks.flatMap(({ spec, pointer: at }) =>
      Object.entries(spec.outcomes).flatMap(([outcome, { needs }]) => needsAt(at.at('outcomes', outcome), needs)),
    ),
    ...[...states.values()].flatMap(({ path, meta }) =>
      (meta.output ?? []).map((name, index) => ({ at: pointerTo(path).at('meta', 'output', index), name })),
    ),
    ...children.flatMap(({ spec, pointer: at }) => [
      ...(spec.each === undefined ? [] : [{ at: at.at('each'), name: spec.each }]),
      ...(spec.collect === undefined ? [] : [{ at: at.at('collect'), name: spec.collect }]),
      ...Object.entries(spec.given ?? {}).map(([child, name]) => ({ at: at.at('given', child), name })),
    ]),
  ];
}

function needsAt(at: Pointer, needs: string[] | undefined): NamedField[] {
  return (needs ?? []).map((name, index) => ({ at: at.at('needs', index), name, more: ['opinion'] }));
}

function inEffects({ actions }: Model): NamedField[] {
  return actions.flatMap(({ spec: { type, params }, pointer: at }) => {
    if (type === 'children.start') return namedIn(at, params, 'each');
    if (!type.startsWith('subject.')) return [];
    const take = Array.isArray(params['take']) ? params['take'] : [];
    return [
      { at: at.at('params', 'field'), name: String(params['field']) },
      ...take.map((name, index) => ({ at: at.at('params', 'take', index), name: String(name) })),
    ];
  });
}

function namedIn(at: Pointer, params: Record<string, unknown>, key: string): NamedField[] {
  const name = params[key];
  return typeof name === 'string' ? [{ at: at.at('params', key), name }] : [];
}
