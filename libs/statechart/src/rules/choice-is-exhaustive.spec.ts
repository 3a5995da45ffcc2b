import { describe, expect, test } from '@jest/globals';
import type { GuardConfig } from '#contracts';
import { bad, found, good, stateOf } from './rules.fixture.js';

const when = (params: GuardConfig['params']): GuardConfig => ({ type: 'when', params });

describe('choice-is-exhaustive', () => {
  test('fails on its bad fixture', () => {
    expect(found('choice-is-exhaustive', bad('choice-is-exhaustive'))).toEqual([
      '/machine/states/review/after/reviewSilence',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('choice-is-exhaustive', good())).toEqual([]);
  });

  test('an act may be refused by its guard', () => {
    expect(
      found(
        'choice-is-exhaustive',
        good((_, states) => {
          stateOf(states, 'review').on = {
            pass: { target: 'approved', guard: when({ field: 'copies', atMost: 5 }) },
            return: 'drafting',
          };
        }),
      ),
    ).toEqual([]);
  });

  test('a task has an answer in any case', () => {
    expect(
      found(
        'choice-is-exhaustive',
        good((_, states) => {
          stateOf(states, 'review').on = {
            pass: { target: 'approved', guard: when({ field: 'copies', atMost: 5 }) },
            return: { target: 'drafting', guard: when({ field: 'copies', atLeast: 10 }) },
          };
        }),
      ),
    ).toEqual(['/machine/states/review/meta/tasks/0/outcomes']);
  });

  test('guards that leave nothing out need no last one', () => {
    expect(
      found(
        'choice-is-exhaustive',
        good((definition, states) => {
          definition.timers['end'] = { workingDays: 9 };
          stateOf(states, 'review').after = {
            end: [
              { target: 'approved', guard: when({ field: 'kind', is: 'letter' }) },
              { target: 'drafting', guard: when({ not: { field: 'kind', is: 'letter' } }) },
            ],
          };
        }),
      ),
    ).toEqual([]);
  });

  test('an automatic choice leads somewhere', () => {
    expect(
      found(
        'choice-is-exhaustive',
        good((_, states) => {
          stateOf(states, 'review').on = { pass: 'sorting', return: 'drafting' };
          states['sorting'] = { always: [{ target: 'approved', guard: when({ field: 'kind', is: 'letter' }) }] };
        }),
      ),
    ).toEqual(['/machine/states/sorting/always']);
  });
});
