import type { StateConfig, StateMeta, Text } from '#contracts';
import { pointer, pointerTo, type Pointer } from '../pointer.js';
import type { Fault, Rule } from './rule.js';

/** A state says only what a state of its kind can do: a group begins somewhere, an end does nothing more. */
export const stateShape: Rule = ({ definition, states }) => [
  ...groupFaults(definition.machine, pointer('machine')),
  ...[...states.values()].flatMap(({ path, config, meta }) => {
    const at = pointerTo(path);
    if (config.type === 'final') return [...extras(config, meta, at, END), ...finalOutput(config, at)];
    return [
      ...(config.type === 'history' ? extras(config, meta, at, HISTORY) : groupFaults(config, at)),
      ...said(meta, ['ending', 'output']).map((key) => ({
        pointer: at.at('meta', key),
        message: { zh: `只有终止状态才有 ${key}。`, en: `Only a final state has \`${key}\`.` },
      })),
    ];
  }),
];

interface Allowed {
  config: (keyof StateConfig)[];
  meta: (keyof StateMeta)[];
  zh: string;
  en: string;
}

const BUSY = ['on', 'after', 'always', 'onDone', 'exit', 'states', 'initial'] as const;
const WORK = ['tasks', 'acts', 'wait', 'children', 'noDeadline'] as const;
const END: Allowed = { config: [...BUSY, 'history', 'target'], meta: [...WORK], zh: '终止状态', en: 'final state' };
const HISTORY: Allowed = { config: [...BUSY, 'entry'], meta: [...WORK], zh: '历史状态', en: 'history state' };

function extras(config: StateConfig, meta: StateMeta, at: Pointer, { zh, en, ...unwanted }: Allowed): Fault[] {
  const message = (key: string): Text => ({ zh: `${zh}不能有 ${key}。`, en: `A ${en} has no \`${key}\`.` });
  return [
    ...said(config, unwanted.config).map((key) => ({ pointer: at.at(key), message: message(key) })),
    ...said(meta, unwanted.meta).map((key) => ({ pointer: at.at('meta', key), message: message(key) })),
  ];
}

function said<T extends object>(part: T, keys: (keyof T & string)[]): (keyof T & string)[] {
  return keys.filter((key) => part[key] !== undefined);
}

function groupFaults(config: StateConfig, at: Pointer): Fault[] {
  const inner = Object.values(config.states ?? {}).filter((state) => state.type !== 'history');
  if (inner.length === 0) {
    if (config.onDone === undefined) return [];
    return [
      {
        pointer: at.at('onDone'),
        message: {
          zh: '没有内部状态，onDone 永远不会发生。',
          en: 'There are no inner states, so `onDone` never comes.',
        },
      },
    ];
  }
  if (config.type === 'parallel' || config.initial !== undefined) return [];
  return [
    {
      pointer: at,
      message: {
        zh: '有内部状态，须用 initial 写明先进入哪一个。',
        en: 'It has inner states: say in `initial` which is entered first.',
      },
    },
  ];
}

/** What a case hands on is said by `meta.output`; XState's own `output` would be dropped. */
function finalOutput(config: StateConfig, at: Pointer): Fault[] {
  if (config.output === undefined) return [];
  const message = { zh: '输出请写在 meta.output。', en: 'Say in `meta.output` what the case hands on.' };
  return [{ pointer: at.at('output'), message }];
}
