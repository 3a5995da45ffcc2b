import { eventOf } from '../offers.js';
import { childrenEvent } from '../outcome.js';
import { mayBeActiveTogether, type Model } from './model.js';
import type { Rule } from './rule.js';

/** Every event that a state waits for can be sent while it waits: by an answer, an act, a message or children. */
export const eventHasASender: Rule = (model) =>
  model.transitions
    .filter(({ kind, index }) => kind === 'on' && index === 0)
    .filter(({ source, event }) => !eventsSent(model, source).has(event))
    .map(({ event, pointer }) => ({
      pointer,
      message: {
        zh: `没有人能发出事件“${event}”：没有任务、操作、外来消息或子事项会发出它。`,
        en: `Nobody can send “${event}”: no answer, act, message or child does.`,
      },
    }));

function eventsSent(model: Model, state: string): Set<string> {
  const isBeside = (other: { state: string }): boolean => mayBeActiveTogether(model, state, other.state);
  return new Set([
    ...model.tasks
      .filter(isBeside)
      .flatMap(({ spec }) =>
        spec.joint
          ? [spec.joint.all, ...Object.values(spec.joint.any ?? {})]
          : Object.entries(spec.outcomes).flatMap(([outcome, how]) => eventOf(outcome, how) ?? []),
      ),
    ...model.acts.filter(isBeside).map(({ event }) => event),
    ...model.children.filter(isBeside).map(({ spec }) => childrenEvent(spec)),
    ...Object.keys(model.definition.messages ?? {}),
  ]);
}
