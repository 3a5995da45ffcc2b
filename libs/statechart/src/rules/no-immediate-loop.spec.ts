import { describe, expect, test } from '@jest/globals';
import type { GuardConfig } from '#contracts';
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
});
