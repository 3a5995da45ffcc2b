import { pointer, pointerTo } from '../pointer.js';
import { resolveTarget } from '../states.js';
import type { Rule } from './rule.js';
import { unknownName } from './unknown-name.js';

const state = { zh: '状态', en: 'state' };

/** Every state that a transition, a first state, a history state or `people.not` names exists. */
export const knownState: Rule = ({ definition, states, transitions, tasks, acts, actions }) => {
  const names = [...states.keys()];
  const { initial } = definition.machine;
  return [
    ...(initial === undefined ? [] : unknownName(pointer('machine', 'initial'), state, initial, names)),
    ...[...states.values()].flatMap(({ path, config }) => [
      ...(config.initial === undefined
        ? []
        : unknownName(pointerTo(path).at('initial'), state, `${path}.${config.initial}`, names)),
      ...(config.target === undefined
        ? []
        : unknownName(
            pointerTo(path).at('target'),
            state,
            resolveTarget(definition.machine.id, path, config.target) ?? '',
            names,
          )),
    ]),
    ...transitions.flatMap(({ target, pointer: at, spec }) =>
      target === null ? [] : unknownName(spec.target === undefined ? at : targetPlace(at, spec), state, target, names),
    ),
    ...[...tasks, ...acts].flatMap(({ spec, pointer: at }) =>
      (spec.people.not ?? []).flatMap((name, index) => unknownName(at.at('people', 'not', index), state, name, names)),
    ),
    ...actions.flatMap(({ spec, pointer: at }) => {
      const named = spec.type === 'children.start' ? spec.params['state'] : undefined;
      return typeof named === 'string' ? unknownName(at.at('params', 'state'), state, named, names) : [];
    }),
  ];
};

/** A transition that is written as a mere name has no `target` to point at. */
const targetPlace = (at: ReturnType<typeof pointer>, spec: object): ReturnType<typeof pointer> =>
  Object.keys(spec).length === 1 ? at : at.at('target');
