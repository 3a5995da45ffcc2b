import { pointer, pointerTo, type Pointer } from '../pointer.js';
import type { Rule } from './rule.js';

/** Tasks of a state, rungs of a ladder, options of a choice and fields of a form are each named once. */
export const uniqueNames: Rule = ({ definition, states }) => [
  ...[...states.values()].flatMap(({ path, meta }) =>
    repeated(
      (meta.tasks ?? []).map((task) => task.name),
      pointerTo(path).at('meta', 'tasks'),
      'name',
    ),
  ),
  ...Object.entries(definition.ladders).flatMap(([ladder, rungs]) =>
    repeated(
      rungs.map((rung) => rung.name),
      pointer('ladders', ladder),
      'name',
    ),
  ),
  ...Object.entries(definition.fields).flatMap(([name, field]) =>
    field.type === 'choice'
      ? repeated(
          field.options.map((option) => option.value),
          pointer('fields', name, 'options'),
          'value',
        )
      : [],
  ),
  ...Object.entries(definition.forms).flatMap(([form, { fields }]) =>
    repeated(
      fields.map(({ field }) => field),
      pointer('forms', form, 'fields'),
      'field',
    ),
  ),
];

function repeated(names: string[], list: Pointer, key: string): ReturnType<Rule> {
  return names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            pointer: list.at(index, key),
            message: { zh: `“${name}”重复，请改名或删去。`, en: `“${name}” stands here twice: rename one or drop it.` },
          },
        ],
  );
}
