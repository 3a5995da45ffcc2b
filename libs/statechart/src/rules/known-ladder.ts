import type { Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

/** Every ladder that a task names exists. */
export const knownLadder: Rule = ({ definition, tasks }) =>
  tasks.flatMap(({ spec, pointer }) =>
    spec.ladder === undefined
      ? []
      : unknownName(
          pointer.at('ladder'),
          { zh: '催办梯次', en: 'ladder' },
          spec.ladder,
          Object.keys(definition.ladders),
        ),
  );
