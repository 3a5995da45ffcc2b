import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('timers-do-not-shadow', () => {
  test('fails on its bad fixture', () => {
    expect(found('timers-do-not-shadow', bad('timers-do-not-shadow'))).toEqual([
      '/machine/states/review/after/lastSilence',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('timers-do-not-shadow', good())).toEqual([]);
  });

  test('a timer that stays shadows none', () => {
    expect(
      found(
        'timers-do-not-shadow',
        good((definition, states) => {
          definition.timers = { first: { workingDays: 1 }, last: { workingDays: 9 } };
          stateOf(states, 'review').after = { first: { actions: [] }, last: 'approved' };
        }),
      ),
    ).toEqual([]);
  });

  test('a deadline is not behind the timer that takes the task away', () => {
    expect(
      found(
        'timers-do-not-shadow',
        good((definition, states) => {
          definition.timers = { first: { workingDays: 1 } };
          stateOf(states, 'review').after = { first: 'approved' };
        }),
      ),
    ).toEqual(['/machine/states/review/meta/tasks/0/deadline']);
  });

  test('a timer of a state around it comes first', () => {
    expect(
      found(
        'timers-do-not-shadow',
        good((definition, states) => {
          definition.timers = { short: { workingDays: 3 }, long: { workingDays: 9 } };
          states['review'] = {
            initial: 'in',
            after: { short: 'approved' },
            states: { in: { after: { long: 'out' } }, out: {} },
          };
        }),
      ),
    ).toEqual(['/machine/states/review/states/in/after/long']);
  });

  test('days of the year and working days are not compared', () => {
    expect(
      found(
        'timers-do-not-shadow',
        good((definition, states) => {
          definition.timers = { end: { date: '12-31', year: 'copies' }, long: { workingDays: 9 } };
          stateOf(states, 'review').after = { end: 'approved', long: 'drafting' };
        }),
      ),
    ).toEqual([]);
  });
});
