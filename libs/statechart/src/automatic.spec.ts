import { describe, expect, test } from '@jest/globals';
import type { GuardConfig } from '#contracts';
import { chartOf, sent } from './small.fixture.js';
import { begin } from './step.js';

const when = (params: GuardConfig['params']): GuardConfig => ({ type: 'when', params });

describe('automatic transitions', () => {
  test('are taken at once where their guard holds, even at the beginning', () => {
    const chart = chartOf({
      initial: 'sorted',
      states: {
        sorted: {
          always: [{ target: 'big', guard: when({ field: 'count', atLeast: 10 }) }, { target: 'little' }],
        },
        big: {},
        little: {},
      },
    });
    expect(begin(chart, { count: 10 }).states).toEqual(['big']);
    expect(begin(chart, {}).states).toEqual(['little']);
  });

  test('see what the same step changed on the subject', () => {
    const chart = chartOf({
      initial: 'asking',
      states: {
        asking: {
          on: { answer: { actions: { type: 'subject.count', params: { field: 'count' } } } },
          always: { target: 'enough', guard: when({ field: 'count', atLeast: 2 }) },
        },
        enough: { type: 'final' },
      },
    });
    expect(sent(chart, {}, 'answer').states).toEqual(['asking']);
    expect(sent(chart, {}, 'answer', 'answer').states).toEqual(['enough']);
  });

  test('join regions as soon as enough of them are through', () => {
    const region = (event: string): object => ({
      initial: 'open',
      states: {
        open: { on: { [event]: { target: 'ready', actions: { type: 'subject.count', params: { field: 'count' } } } } },
        ready: { type: 'final' },
      },
    });
    const chart = chartOf({
      initial: 'asked',
      states: {
        asked: {
          type: 'parallel',
          states: { a: region('a'), b: region('b'), c: region('c') },
          always: { target: 'over', guard: when({ field: 'count', atLeast: 2 }) },
        },
        over: {},
      },
    });
    expect(sent(chart, {}, 'c').states).toEqual(['asked.a.open', 'asked.b.open', 'asked.c.ready']);
    expect(sent(chart, {}, 'c', 'a').states).toEqual(['over']);
  });

  test('that run in a circle are stopped with an error, not for ever', () => {
    const chart = chartOf({
      initial: 'calm',
      states: { calm: { on: { start: 'here' } }, here: { always: 'there' }, there: { always: 'here' } },
    });
    expect(() => sent(chart, {}, 'start')).toThrow(/microsteps/);
    const atOnce = chartOf({ initial: 'here', states: { here: { always: 'there' }, there: { always: 'here' } } });
    expect(() => sent(atOnce, {})).toThrow(/microsteps/);
  });
});
