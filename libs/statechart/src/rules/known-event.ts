import { eventOf } from '../offers.js';
import { mayBeActiveTogether, type Model } from './model.js';
import type { Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

const event = { zh: '事件', en: 'event' };

/** Every event that an answer, a countersign or an act sends is known to a state that is active then. */
export const knownEvent: Rule = (model) => [
  ...model.tasks.flatMap(({ state, spec, pointer }) => {
    const heard = eventsHeard(model, state);
    const joint = spec.joint;
    if (joint)
      return [
        ...unknownName(pointer.at('joint', 'all'), event, joint.all, heard),
        ...Object.entries(joint.any ?? {}).flatMap(([outcome, sent]) =>
          unknownName(pointer.at('joint', 'any', outcome), event, sent, heard),
        ),
      ];
    return Object.entries(spec.outcomes).flatMap(([outcome, how]) => {
      const sent = eventOf(outcome, how);
      return sent === null ? [] : unknownName(pointer.at('outcomes', outcome), event, sent, heard);
    });
  }),
  ...model.acts.flatMap((act) => unknownName(act.pointer, event, act.event, eventsHeard(model, act.state))),
];

function eventsHeard(model: Model, state: string): string[] {
  return [...model.states.values()]
    .filter(({ path }) => mayBeActiveTogether(model, state, path))
    .flatMap(({ config }) => Object.keys(config.on ?? {}));
}
