import { pointerTo } from '../pointer.js';
import { restingStates, stateAndAround, type Model } from './model.js';
import type { Rule } from './rule.js';

/** Every task and every wait has a deadline, or says why it needs none. */
export const waitHasADeadline: Rule = (model) => [
  ...model.tasks
    .filter(({ state, spec }) => spec.deadline === undefined && spec.noDeadline === undefined && !isTimed(model, state))
    .map(({ spec, pointer }) => ({
      pointer,
      message: {
        zh: `任务“${spec.title.zh}”没有时限，请写 deadline，或用 noDeadline 说明为何不需要。`,
        en: `The task “${spec.title.en}” has no deadline: give it one, or say in \`noDeadline\` why it needs none.`,
      },
    })),
  ...restingStates(model)
    .filter(({ path }) => stateAndAround(model, path).every(({ meta }) => (meta.tasks ?? []).length === 0))
    .filter(({ path }) => !isTimed(model, path))
    .map(({ path, meta }) => ({
      pointer: pointerTo(path).at('meta'),
      message: {
        zh: `“${meta.title.zh}”的等待没有期限，请写 after，或用 noDeadline 说明为何不需要。`,
        en: `The wait in “${meta.title.en}” has no end: write an \`after\`, or say in \`noDeadline\` why it needs none.`,
      },
    })),
];

function isTimed(model: Model, state: string): boolean {
  return stateAndAround(model, state).some(
    ({ config, meta }) => config.after !== undefined || meta.noDeadline !== undefined,
  );
}
