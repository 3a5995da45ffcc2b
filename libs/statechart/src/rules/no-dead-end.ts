import { pointerTo } from '../pointer.js';
import { restingStates } from './model.js';
import type { Rule } from './rule.js';

/** From every state that is not an end something leads on. */
export const noDeadEnd: Rule = (model) => {
  const { configurations } = model.explored;
  const stuck = new Set(
    configurations
      .filter(({ done, moves }, place) => !done && moves.every(({ to }) => to === place))
      .flatMap(({ states }) => states),
  );
  return restingStates(model)
    .filter(({ path }) => stuck.has(path))
    .map(({ path, meta }) => ({
      pointer: pointerTo(path),
      message: {
        zh: `“${meta.title.zh}”没有出路，事项会永远停在这里；请加转移，或标为终止状态。`,
        en: `Nothing leads on from “${meta.title.en}” and a case would stay for ever: add a transition, or make it final.`,
      },
    }));
};
