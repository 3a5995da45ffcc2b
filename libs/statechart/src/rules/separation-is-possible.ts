import type { People, Post } from '#contracts';
import type { Model } from './model.js';
import type { Fault, Rule } from './rule.js';

/** Posts that one person holds at a time: whom such a post shuts out, it shuts out altogether. */
const HELD_BY_ONE: Post[] = ['unit.leader', 'office.director'];

/** Separation of duties leaves somebody to act: nobody is kept out by their own post, or by work that is not done there. */
export const separationIsPossible: Rule = (model) =>
  [...model.tasks, ...model.acts].flatMap(({ state, spec: { people }, pointer }) =>
    (people.not ?? []).flatMap((other, index) => {
      const at = pointer.at('people', 'not', index);
      const message = faultIn(model, state, people, other);
      return message === null ? [] : [{ pointer: at, message }];
    }),
  );

function faultIn(model: Model, state: string, people: People, other: string): Fault['message'] | null {
  const title = model.states.get(other)?.meta.title ?? { zh: other, en: other };
  const workers = [...model.tasks, ...model.acts].filter(
    (work) => work.state === other || work.state.startsWith(`${other}.`),
  );
  if (workers.length === 0)
    return {
      zh: `“${title.zh}”没有人办理，无从回避。`,
      en: `Nobody acts in “${title.en}”, so there is nobody to keep apart from.`,
    };
  if (other !== state && !comesBefore(model, other, state))
    return {
      zh: `“${title.zh}”不会在本环节之前办理，回避没有意义。`,
      en: `“${title.en}” never comes before this state, so there is nothing to keep apart.`,
    };
  if (HELD_BY_ONE.includes(people.post) && workers.every((work) => isSameDesk(work.spec.people, people)))
    return {
      zh: `“${title.zh}”由同一岗位办理，而该岗位只有一人，回避后无人可办。`,
      en: `“${title.en}” is done by the same post, which one person holds: nobody would be left to act.`,
    };
  return null;
}

const isSameDesk = (one: People, other: People): boolean => one.post === other.post && one.of === other.of;

function comesBefore({ explored: { configurations, complete } }: Model, earlier: string, later: string): boolean {
  if (!complete) return true;
  const isIn = (states: string[], state: string): boolean =>
    states.some((path) => path === state || path.startsWith(`${state}.`));
  const after = new Set(configurations.flatMap(({ states }, place) => (isIn(states, earlier) ? [place] : [])));
  // The set grows while it is walked.
  for (const place of after) for (const { to } of configurations[place]?.moves ?? []) after.add(to);
  return [...after].some((place) => isIn(configurations[place]?.states ?? [], later));
}
