import { pointerTo } from '../pointer.js';
import { restingStates, stateAndAround } from './model.js';
import type { Rule } from './rule.js';

/** A state in which a case rests has a task for somebody, or says what it waits for. */
export const humanStateHasATask: Rule = (model) =>
  restingStates(model)
    .filter(({ path }) =>
      stateAndAround(model, path).every(
        ({ meta }) => (meta.tasks ?? []).length === 0 && meta.wait === undefined && meta.children === undefined,
      ),
    )
    .map(({ path, meta }) => ({
      pointer: pointerTo(path).at('meta'),
      message: {
        zh: `“${meta.title.zh}”没有任务，也没有用 wait 说明在等什么。`,
        en: `“${meta.title.en}” has no task for anybody, and does not say in \`wait\` what it waits for.`,
      },
    }));
