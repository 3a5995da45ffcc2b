import type { Configuration } from '../explore.js';
import { pointerTo } from '../pointer.js';
import { mayHold } from '../satisfiable.js';
import { withAncestors } from '../states.js';
import { atLeastCounted } from './counted.js';
import { restingStates, type Model } from './model.js';
import type { Rule } from './rule.js';

/** From every state that is not an end something leads on. */
export const noDeadEnd: Rule = (model) => {
  const stuck = new Set(
    model.explored.configurations
      .filter(({ done, moves }, place) => !done && moves.every(({ to }) => to === place))
      .filter((configuration) => !isLeftAtOnce(model, configuration))
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

/** Whether what was counted on every way to these states takes an automatic transition out of one of them. */
function isLeftAtOnce(model: Model, { states }: Configuration): boolean {
  const { fields } = model.definition;
  const active = states.flatMap(withAncestors);
  const counted = atLeastCounted(model, states);
  return model.transitions.some(
    ({ kind, source, target, spec }) =>
      kind === 'always' &&
      target !== null &&
      active.includes(source) &&
      spec.guard !== undefined &&
      !mayHold({ all: [{ not: spec.guard.params }, ...counted] }, { fields, empty: true }),
  );
}
