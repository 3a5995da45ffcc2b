import { pointerTo } from '../pointer.js';
import type { Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

/** Every timer that an `after` names exists. */
export const knownTimer: Rule = ({ definition, states }) =>
  [...states.values()].flatMap(({ path, config }) =>
    Object.keys(config.after ?? {}).flatMap((timer) =>
      unknownName(
        pointerTo(path).at('after', timer),
        { zh: '时限', en: 'timer' },
        timer,
        Object.keys(definition.timers),
      ),
    ),
  );
