import { describe, expect, test } from '@jest/globals';
import type { GuardConfig } from '#contracts';
import { explore } from './explore.js';
import { small } from './small.fixture.js';

const when = (params: GuardConfig['params']): GuardConfig => ({ type: 'when', params });
const way = (states: Parameters<typeof small>[0]['states'], to: string): string[] | undefined =>
  explore(small({ initial: Object.keys(states)[0] ?? '', states }))
    .ways.get(to)
    ?.map(({ event }) => event);

describe('exploring a chart', () => {
  test('finds the shortest way to a state', () => {
    const states = { a: { on: { far: 'b', near: 'c' } }, b: { on: { on: 'c' } }, c: { on: { last: 'd' } }, d: {} };
    expect(way(states, 'd')).toEqual(['start', 'near', 'last']);
  });

  test('goes by timers and says which', () => {
    const { ways } = explore(small({ initial: 'a', states: { a: { after: { short: 'b' } }, b: {} } }));
    expect(ways.get('b')).toMatchObject([
      { event: 'start', timer: null },
      { event: 'short', timer: 'short' },
    ]);
  });

  test('says what must hold on the way', () => {
    const guard = when({ field: 'kind', is: 'main' });
    const { ways } = explore(
      small({ initial: 'a', states: { a: { on: { go: [{ target: 'b', guard }, { target: 'c' }] } }, b: {}, c: {} } }),
    );
    expect(ways.get('b')?.at(-1)?.when).toEqual({ field: 'kind', is: 'main' });
    expect(ways.get('c')?.at(-1)?.when).toEqual({ not: { field: 'kind', is: 'main' } });
  });

  test('does not go where conditions contradict each other', () => {
    const states = {
      a: { on: { go: { target: 'b', guard: when({ field: 'count', atLeast: 5 }) } } },
      b: { always: [{ target: 'c', guard: when({ field: 'count', atMost: 4 }) }, { target: 'd' }] },
      c: {},
      d: {},
    };
    expect(way(states, 'c')).toBeUndefined();
    expect(way(states, 'd')).toEqual(['start', 'go']);
  });

  test('knows what effects of the same step wrote', () => {
    const states = {
      a: { on: { go: { target: 'b', actions: { type: 'subject.set', params: { field: 'ready', value: true } } } } },
      b: { always: [{ target: 'c', guard: when({ field: 'ready', is: true }) }, { target: 'd' }] },
      c: {},
      d: {},
    };
    expect(way(states, 'd')).toBeUndefined();
  });

  test('does not guess what a counter has come to', () => {
    const states = {
      a: { on: { go: { target: 'b', actions: { type: 'subject.count', params: { field: 'count' } } } } },
      b: { always: [{ target: 'c', guard: when({ field: 'count', atLeast: 3 }) }, { target: 'd' }] },
      c: {},
      d: {},
    };
    expect([way(states, 'c'), way(states, 'd')]).toEqual([
      ['start', 'go'],
      ['start', 'go'],
    ]);
  });

  test('counts states that are only passed through as reached', () => {
    expect(way({ a: { on: { go: 'b' } }, b: { always: 'c' }, c: {} }, 'b')).toEqual(['start', 'go']);
  });

  test('remembers what history remembers', () => {
    const states = {
      work: {
        initial: 'x',
        on: { pause: 'paused' },
        states: { x: { on: { next: 'y' } }, y: { on: { end: '#small.over' } }, back: { type: 'history' as const } },
      },
      paused: { on: { resume: 'work.back' } },
      over: {},
    };
    const { configurations } = explore(small({ initial: 'work', states }));
    expect(configurations.filter(({ states: [leaf] }) => leaf === 'paused')).toHaveLength(2);
  });

  test('goes through regions in every order', () => {
    const region = (event: string): object => ({
      initial: 'a',
      states: { a: { on: { [event]: 'b' } }, b: { type: 'final' } },
    });
    const { configurations } = explore(
      small({
        initial: 'both',
        states: {
          both: { type: 'parallel', states: { l: region('l'), r: region('r') }, onDone: 'over' },
          over: { type: 'final' },
        },
      }),
    );
    expect(configurations.map(({ states }) => states.join('+'))).toEqual([
      'both.l.a+both.r.a',
      'both.l.b+both.r.a',
      'both.l.a+both.r.b',
      'over',
    ]);
  });

  test('says that it is not complete where a chart runs in a circle', () => {
    const exploration = explore(
      small({ initial: 'a', states: { a: { on: { go: 'b' } }, b: { always: 'c' }, c: { always: 'b' } } }),
    );
    expect(exploration.complete).toBe(false);
  });
});
