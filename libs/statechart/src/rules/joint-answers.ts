import type { Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

/** What answers add up to is said of a task that several are asked, in the words of its own answers. */
export const jointAnswers: Rule = ({ tasks }) =>
  tasks.flatMap(({ spec, pointer }) => {
    if (!spec.joint) return [];
    const outcomes = Object.keys(spec.outcomes);
    const unknown = Object.keys(spec.joint.any ?? {}).flatMap((outcome) =>
      unknownName(pointer.at('joint', 'any', outcome), { zh: '办理结果', en: 'outcome' }, outcome, outcomes),
    );
    if (spec.each === true) return unknown;
    const message = {
      zh: '只有分别交给各单位（each）的任务才有 joint。',
      en: 'Only a task that is given to each unit (`each`) has a `joint`.',
    };
    return [...unknown, { pointer: pointer.at('joint'), message }];
  });
