import { example, mayHold, type Domain } from '../satisfiable.js';
import { choicesOf, either, inWords, type Choice } from './choice.js';
import type { Fault, Rule } from './rule.js';

/** Every target of a choice is taken under some condition, and order decides only between a special case and the rule. */
export const choiceIsUnambiguous: Rule = (model) => {
  const domain: Domain = { fields: model.definition.fields, empty: true };
  return choicesOf(model).flatMap((choice) =>
    choice.arrows.flatMap((_, index) => [...neverTaken(choice, index, domain), ...undecided(choice, index, domain)]),
  );
};

function neverTaken({ arrows, guards }: Choice, index: number, domain: Domain): Fault[] {
  const [arrow, guard] = [arrows[index], guards[index] ?? null];
  if (!arrow || index === 0 || !mayHold(guard ?? { all: [] }, domain)) return [];
  if (mayHold({ all: [guard ?? { all: [] }, { not: either(guards.slice(0, index)) }] }, domain)) return [];
  return [
    {
      pointer: arrow.pointer,
      message: {
        zh: '这条转移永远轮不到：前面的已包括它的所有情形；请调整顺序或条件。',
        en: 'This transition is never taken, for those before it cover all its cases: change their order or conditions.',
      },
    },
  ];
}

function undecided({ arrows, guards }: Choice, index: number, domain: Domain): Fault[] {
  const [arrow, guard] = [arrows[index], guards[index]];
  if (!arrow || !guard) return [];
  return arrows.slice(0, index).flatMap((earlier, place) => {
    const other = guards[place];
    if (!other || leadToTheSame(earlier, arrow)) return [];
    const both = example({ all: [other, guard] }, domain);
    const isRule = !mayHold({ all: [other, { not: guard }] }, domain);
    const isCovered = !mayHold({ all: [guard, { not: other }] }, domain);
    if (!both || isRule || isCovered) return [];
    const words = inWords(both, domain.fields ?? {});
    return [
      {
        pointer: arrow.pointer.at('guard'),
        message: {
          zh: `与第 ${place + 1} 条同时成立：${words.zh}；只有先后次序决定走哪条，请写清条件。`,
          en: `Holds together with number ${place + 1} where ${words.en}; only their order decides. Make the conditions exclude each other.`,
        },
      },
    ];
  });
}

const leadToTheSame = (one: Choice['arrows'][number], other: Choice['arrows'][number]): boolean =>
  one.target === other.target && JSON.stringify(one.spec.actions) === JSON.stringify(other.spec.actions);
