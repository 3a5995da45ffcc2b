import type { Rule } from './rule.js';

/** A ladder of reminders stands on a deadline. */
export const ladderHasDeadline: Rule = ({ tasks }) =>
  tasks
    .filter(({ spec }) => spec.ladder !== undefined && spec.deadline === undefined)
    .map(({ pointer }) => ({
      pointer: pointer.at('ladder'),
      message: {
        zh: '没有时限，催办梯次不会启动；请写 deadline 或去掉 ladder。',
        en: 'Without a deadline the ladder never starts: write a `deadline` or drop the `ladder`.',
      },
    }));
