import type { OutcomeSpec } from '#contracts';
import type { Pointer } from '../pointer.js';
import type { Model } from './model.js';
import type { Fault, Rule } from './rule.js';

/** Whoever answers can fill in what the answer needs. */
export const needsCanBeFilled: Rule = (model) => [
  ...model.tasks
    .filter(({ spec }) => spec.panel === undefined)
    .flatMap(({ spec, pointer }) =>
      Object.entries(spec.outcomes).flatMap(([name, outcome]) =>
        unasked(model, spec.form, outcome, pointer.at('outcomes', name)),
      ),
    ),
  ...model.acts.flatMap(({ spec, pointer }) => unasked(model, spec.form, spec, pointer)),
];

function unasked({ definition }: Model, form: string | undefined, outcome: OutcomeSpec, at: Pointer): Fault[] {
  const asked = (form === undefined ? [] : (definition.forms[form]?.fields ?? []))
    .filter((field) => field.readOnly !== true)
    .map(({ field }) => field);
  return (outcome.needs ?? []).flatMap((name, index) => {
    if (name === 'opinion' || asked.includes(name)) return [];
    const title = definition.fields[name]?.title ?? { zh: name, en: name };
    return [
      {
        pointer: at.at('needs', index),
        message: {
          zh: `需要“${title.zh}”，但表单里没有可填的这一项。`,
          en: `“${title.en}” is needed, but the form does not ask for it.`,
        },
      },
    ];
  });
}
