import type { Model, Placed } from './model.js';
import { stateAndAround } from './model.js';
import type { TaskSpec } from '#contracts';
import type { Rule } from './rule.js';

/** An answer that keeps its task open stays in the state; one that closes the only task does not stay. */
export const answerLeavesOrStays: Rule = (model) =>
  model.tasks.flatMap((task) =>
    Object.entries(task.spec.outcomes).flatMap(([outcome, how]) => {
      if (task.spec.joint || how.sends === false) return [];
      const leads = whereto(model, task.state, outcome);
      const at = task.pointer.at('outcomes', outcome);
      if (how.stays === true && leads.leaves)
        return [
          {
            pointer: at.at('stays'),
            message: {
              zh: `“${how.title.zh}”会离开本环节，任务不能保持办理中；请去掉 stays。`,
              en: `“${how.title.en}” leaves the state, so its task cannot stay open: drop \`stays\`.`,
            },
          },
        ];
      if (how.stays === true || !leads.stays || !isAlone(model, task)) return [];
      return [
        {
          pointer: at,
          message: {
            zh: `“${how.title.zh}”办结了唯一的任务，事项却留在原处；请写去向，或写 stays。`,
            en: `“${how.title.en}” closes the only task while the case stays: say where it goes, or that it \`stays\`.`,
          },
        },
      ];
    }),
  );

function whereto(model: Model, state: string, event: string): { leaves: boolean; stays: boolean } {
  const [nearest] = stateAndAround(model, state).filter(({ config }) => config.on?.[event] !== undefined);
  const arrows = model.transitions.filter(
    ({ source, kind, event: known }) => source === nearest?.path && kind === 'on' && known === event,
  );
  const outside = (target: string | null): boolean =>
    target !== null && target !== state && !target.startsWith(`${state}.`);
  return {
    leaves: arrows.some(({ target }) => outside(target)),
    stays: arrows.some(({ target }) => target === null) && !hasAutomatic(model, state),
  };
}

/** What changed on the subject may let an automatic transition leave. */
function hasAutomatic(model: Model, state: string): boolean {
  return stateAndAround(model, state).some(({ config }) => config.always !== undefined);
}

function isAlone(model: Model, task: Placed<TaskSpec>): boolean {
  return task.spec.each !== true && model.tasks.filter(({ state }) => state === task.state).length === 1;
}
