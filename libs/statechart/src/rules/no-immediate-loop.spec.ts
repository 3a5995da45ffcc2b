import { describe, expect, test } from '@jest/globals';
import type { GuardConfig, StateConfig } from '#contracts';
import { bad, found, good } from './rules.fixture.js';

const when = (params: GuardConfig['params']): GuardConfig => ({ type: 'when', params });

describe('no-immediate-loop', () => {
  test('fails on its bad fixture', () => {
    expect(found('no-immediate-loop', bad('no-immediate-loop'))).toEqual(['/machine/states/sorting/always/1']);
  });

  test('passes a sound definition', () => {
    expect(found('no-immediate-loop', good())).toEqual([]);
  });

  test('conditions that exclude each other break the circle', () => {
    expect(
      found(
        'no-immediate-loop',
        good((_, states) => {
          states['a'] = { always: { target: 'b', guard: when({ field: 'copies', atMost: 1 }) } };
          states['b'] = { always: { target: 'a', guard: when({ field: 'copies', atLeast: 2 }) } };
        }),
      ),
    ).toEqual([]);
  });

  test('what the circle itself changes does not', () => {
    expect(
      found(
        'no-immediate-loop',
        good((_, states) => {
          states['a'] = {
            always: {
              target: 'a',
              reenter: true,
              guard: when({ field: 'copies', atMost: 1 }),
              actions: { type: 'subject.count', params: { field: 'copies' } },
            },
          };
        }),
      ),
    ).toEqual(['/machine/states/a/always']);
  });

  test('a group that is done at once and begins again is a circle', () => {
    expect(
      found(
        'no-immediate-loop',
        good((_, states) => {
          states['g'] = { initial: 'end', states: { end: { type: 'final' } }, onDone: { target: 'g', reenter: true } };
        }),
      ),
    ).toEqual(['/machine/states/g/onDone']);
  });

  const onceMore = { target: 'p', reenter: true };
  const join: StateConfig = {
    initial: 'blocked',
    states: {
      blocked: { always: { target: 'passed', guard: when({ field: 'copies', atLeast: 1 }) } },
      passed: { type: 'final' },
    },
  };

  test('regions that begin again once all have come are none while one of them waits', () => {
    expect(
      found(
        'no-immediate-loop',
        good((_, states) => {
          const branch: StateConfig = {
            initial: 'open',
            states: { open: { on: { pass: 'closed' } }, closed: { type: 'final' } },
          };
          states['p'] = { type: 'parallel', states: { branch, join }, onDone: onceMore };
        }),
      ),
    ).toEqual([]);
  });

  test('regions that all come by themselves and begin again are a circle', () => {
    expect(
      found(
        'no-immediate-loop',
        good((_, states) => {
          const skipped: StateConfig = {
            initial: 'chosen',
            states: {
              chosen: { always: 'group' },
              group: { initial: 'in', states: { in: { type: 'final' } }, onDone: 'end' },
              end: { type: 'final' },
            },
          };
          states['p'] = { type: 'parallel', states: { skipped, join }, onDone: onceMore };
        }),
      ),
    ).toContain('/machine/states/p/onDone');
  });

  test('a group that stays where it is once it is done is none', () => {
    expect(
      found(
        'no-immediate-loop',
        good((_, states) => {
          states['g'] = { initial: 'end', states: { end: { type: 'final' } }, onDone: { actions: 'told' } };
        }),
      ),
    ).toEqual([]);
  });
});
