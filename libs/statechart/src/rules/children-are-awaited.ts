import { childrenEvent } from '../outcome.js';
import { mayBeActiveTogether, stateAndAround } from './model.js';
import type { Rule } from './rule.js';

/** The end of a wait for children leads on, and no two waits are mistaken for each other. */
export const childrenAreAwaited: Rule = (model) => [
  ...model.children
    .filter(({ state, spec }) =>
      stateAndAround(model, state).every(({ config }) => config.on?.[childrenEvent(spec)] === undefined),
    )
    .map(({ spec, pointer }) => ({
      pointer,
      message: {
        zh: `子事项等完后没有去向，请在 on 中写“${childrenEvent(spec)}”。`,
        en: `Nothing happens when the children are through: write “${childrenEvent(spec)}” in \`on\`.`,
      },
    })),
  ...model.children
    .filter(({ state, spec }, index) =>
      model.children
        .slice(0, index)
        .some(
          (other) =>
            childrenEvent(other.spec) === childrenEvent(spec) && mayBeActiveTogether(model, other.state, state),
        ),
    )
    .map(({ pointer }) => ({
      pointer: pointer.at('done'),
      message: {
        zh: '并行的两处等待用了同一个事件，请用 done 区分。',
        en: 'Two waits side by side send the same event: tell them apart by `done`.',
      },
    })),
  ...model.actions
    .filter(
      ({ state, spec }) =>
        spec.type === 'children.start' &&
        spec.params['state'] === undefined &&
        !model.children.some((children) => mayBeActiveTogether(model, state, children.state)),
    )
    .map(({ pointer }) => ({
      pointer,
      message: {
        zh: '这里没有带子事项的状态，无处再加子事项。',
        en: 'No state with children is active here, so there is nothing to add one to.',
      },
    })),
];
