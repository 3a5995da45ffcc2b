import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('human-state-has-a-task', () => {
  test('fails on its bad fixture', () => {
    expect(found('human-state-has-a-task', bad('human-state-has-a-task'))).toEqual(['/machine/states/filing/meta']);
  });

  test('passes a sound definition', () => {
    expect(found('human-state-has-a-task', good())).toEqual([]);
  });

  test('the task of a state around counts for those inside', () => {
    expect(
      found(
        'human-state-has-a-task',
        good((_, states) => {
          const review = stateOf(states, 'review');
          Object.assign(review, { initial: 'in', states: { in: {} } });
        }),
      ),
    ).toEqual([]);
  });

  test('a state that is left at once needs none', () => {
    expect(
      found(
        'human-state-has-a-task',
        good((_, states) => {
          stateOf(states, 'review').on = { pass: 'sorting' };
          states['sorting'] = { always: 'approved' };
        }),
      ),
    ).toEqual([]);
  });
});
