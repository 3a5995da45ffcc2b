import type { Configuration } from '../explore.js';
import { pointer, pointerTo } from '../pointer.js';
import { restingStates } from './model.js';
import type { Rule } from './rule.js';

/** Wherever a case stands, it can still come to an end. */
export const endAlwaysReachable: Rule = (model) => {
  const { configurations, complete } = model.explored;
  if (!complete) return [];
  if (!configurations.some(({ done }) => done))
    return [
      {
        pointer: pointer('machine'),
        message: {
          zh: '没有可以到达的终止状态，事项永远办不完。',
          en: 'No final state can be reached: a case never ends.',
        },
      },
    ];
  const ending = placesThatEnd(configurations);
  const caught = configurations.filter(
    ({ moves }, place) => !ending.has(place) && moves.some(({ to }) => to !== place),
  );
  const states = new Set(caught.flatMap((configuration) => configuration.states));
  return restingStates(model)
    .filter(({ path }) => states.has(path))
    .map(({ path, meta }) => ({
      pointer: pointerTo(path),
      message: {
        zh: `从“${meta.title.zh}”出发，怎么走都到不了终止状态。`,
        en: `From “${meta.title.en}” no way leads to a final state.`,
      },
    }));
};

function placesThatEnd(configurations: Configuration[]): Set<number> {
  const before = configurations.map((): number[] => []);
  for (const [place, { moves }] of configurations.entries()) for (const { to } of moves) before[to]?.push(place);
  const ending = new Set(configurations.flatMap(({ done }, place) => (done ? [place] : [])));
  // The set grows while it is walked.
  for (const place of ending) for (const earlier of before[place] ?? []) ending.add(earlier);
  return ending;
}
