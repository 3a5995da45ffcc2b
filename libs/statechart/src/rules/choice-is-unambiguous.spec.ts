import { describe, expect, test } from '@jest/globals';
import type { GuardConfig } from '#contracts';
import { bad, found, good, stateOf } from './rules.fixture.js';

const when = (params: GuardConfig['params']): GuardConfig => ({ type: 'when', params });

describe('choice-is-unambiguous', () => {
  test('fails on its bad fixture', () => {
    expect(found('choice-is-unambiguous', bad('choice-is-unambiguous'))).toEqual([
      '/machine/states/review/on/pass/1/guard',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('choice-is-unambiguous', good())).toEqual([]);
  });

  test('what earlier targets cover is never taken', () => {
    expect(
      found(
        'choice-is-unambiguous',
        good((_, states) => {
          stateOf(states, 'review').on = {
            pass: [{ target: 'approved' }, { target: 'drafting', guard: when({ field: 'kind', is: 'letter' }) }],
          };
        }),
      ),
    ).toEqual(['/machine/states/review/on/pass/1']);
  });

  test('options that add up to all leave nothing to a last target', () => {
    expect(
      found(
        'choice-is-unambiguous',
        good((_, states) => {
          stateOf(states, 'review').on = {
            pass: [
              { target: 'approved', guard: when({ field: 'kind', filled: false }) },
              { target: 'approved', guard: when({ field: 'kind', in: ['letter', 'contract'] }) },
              { target: 'drafting' },
            ],
          };
        }),
      ),
    ).toEqual(['/machine/states/review/on/pass/2']);
  });

  test('a special case before the rule is told apart by order', () => {
    expect(
      found(
        'choice-is-unambiguous',
        good((_, states) => {
          stateOf(states, 'review').on = {
            pass: [
              {
                target: 'drafting',
                guard: when({
                  all: [
                    { field: 'kind', is: 'letter' },
                    { field: 'copies', atLeast: 9 },
                  ],
                }),
              },
              { target: 'approved', guard: when({ field: 'kind', is: 'letter' }) },
            ],
          };
        }),
      ),
    ).toEqual([]);
  });

  test('targets that do the same may overlap', () => {
    expect(
      found(
        'choice-is-unambiguous',
        good((_, states) => {
          stateOf(states, 'review').on = {
            pass: [
              { target: 'approved', guard: when({ field: 'copies', atMost: 5 }) },
              { target: 'approved', guard: when({ field: 'kind', is: 'letter' }) },
            ],
          };
        }),
      ),
    ).toEqual([]);
  });
});
