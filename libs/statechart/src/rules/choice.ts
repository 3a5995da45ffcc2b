import type { Condition, Field, Text } from '#contracts';
import type { Subject } from '../condition.js';
import type { PlacedTransition } from '../transitions.js';
import type { Model } from './model.js';

/** The targets of one event of one state, in the order in which their guards are asked. */
export interface Choice {
  arrows: PlacedTransition[];
  /** Null where a target has no guard. */
  guards: (Condition | null)[];
}

/** Every choice of a definition. This is a pure function. */
export function choicesOf({ transitions }: Model): Choice[] {
  const choices = new Map<string, PlacedTransition[]>();
  for (const arrow of transitions) {
    const key = `${arrow.source} ${arrow.kind} ${arrow.event}`;
    choices.set(key, [...(choices.get(key) ?? []), arrow]);
  }
  return [...choices.values()].map((arrows) => ({
    arrows,
    guards: arrows.map(({ spec }) => spec.guard?.params ?? null),
  }));
}

export const either = (guards: (Condition | null)[]): Condition => ({
  any: guards.map((guard) => guard ?? { all: [] }),
});

/** A subject in words: what its fields hold. This is a pure function. */
export function inWords(subject: Subject, fields: Record<string, Field>): Text {
  const said = Object.entries(subject).map(([name, value]) => {
    const field = fields[name];
    const title = field?.title ?? { zh: name, en: name };
    const shown = valueWords(value, field);
    return { zh: `“${title.zh}”${shown.zh}`, en: `“${title.en}” ${shown.en}` };
  });
  if (said.length === 0) return { zh: '各项都未填', en: 'nothing is filled in' };
  return { zh: said.map(({ zh }) => zh).join('，'), en: said.map(({ en }) => en).join(', ') };
}

function valueWords(value: unknown, field: Field | undefined): Text {
  if (typeof value === 'boolean') return value ? { zh: '为是', en: 'is yes' } : { zh: '为否', en: 'is no' };
  const option = field?.type === 'choice' ? field.options.find((one) => one.value === value) : undefined;
  if (option) return { zh: `为${option.title.zh}`, en: `is ${option.title.en}` };
  if (typeof value === 'number') return { zh: `为 ${value}`, en: `is ${value}` };
  return { zh: '为别的值', en: 'is something else' };
}
