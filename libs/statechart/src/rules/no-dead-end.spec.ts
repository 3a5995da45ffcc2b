import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('no-dead-end', () => {
  test('fails on its bad fixture', () => {
    expect(found('no-dead-end', bad('no-dead-end'))).toEqual(['/machine/states/shelved']);
  });

  test('passes a sound definition', () => {
    expect(found('no-dead-end', good())).toEqual([]);
  });

  test('a way that only leads back to itself is none', () => {
    expect(
      found(
        'no-dead-end',
        good((_, states) => {
          stateOf(states, 'review').on = { pass: { target: 'review', reenter: true } };
        }),
      ),
    ).toEqual(['/machine/states/review']);
  });

  test('a timer leads on', () => {
    expect(
      found(
        'no-dead-end',
        good((definition, states) => {
          definition.timers['end'] = { workingDays: 1 };
          stateOf(states, 'review').on = {};
          stateOf(states, 'review').after = { end: 'approved' };
        }),
      ),
    ).toEqual([]);
  });

  test('a state around leads on', () => {
    expect(
      found(
        'no-dead-end',
        good((_, states) => {
          states['review'] = { initial: 'in', states: { in: {} }, on: { pass: 'approved' } };
        }),
      ),
    ).toEqual([]);
  });
});
