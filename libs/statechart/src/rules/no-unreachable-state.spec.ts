import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('no-unreachable-state', () => {
  test('fails on its bad fixture', () => {
    expect(found('no-unreachable-state', bad('no-unreachable-state'))).toEqual(['/machine/states/refused']);
  });

  test('passes a sound definition', () => {
    expect(found('no-unreachable-state', good())).toEqual([]);
  });

  test('a state that is only passed through is reached', () => {
    expect(
      found(
        'no-unreachable-state',
        good((_, states) => {
          stateOf(states, 'review').on = { pass: 'sorting' };
          states['sorting'] = { always: 'approved' };
        }),
      ),
    ).toEqual([]);
  });

  test('inside a state that is not reached nothing more is said', () => {
    expect(
      found(
        'no-unreachable-state',
        good((_, states) => {
          states['far'] = { initial: 'in', states: { in: {} } };
        }),
      ),
    ).toEqual(['/machine/states/far']);
  });
});
