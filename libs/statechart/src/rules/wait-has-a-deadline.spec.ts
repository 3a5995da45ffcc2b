import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('wait-has-a-deadline', () => {
  test('fails on its bad fixture', () => {
    expect(found('wait-has-a-deadline', bad('wait-has-a-deadline'))).toEqual(['/machine/states/review/meta/tasks/0']);
  });

  test('passes a sound definition', () => {
    expect(found('wait-has-a-deadline', good())).toEqual([]);
  });

  test('a reason is as good as a deadline', () => {
    expect(
      found(
        'wait-has-a-deadline',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task) {
            delete task.deadline;
            task.noDeadline = { zh: '随到随办', en: 'At any time' };
          }
        }),
      ),
    ).toEqual([]);
  });

  test('a timer of the state is one', () => {
    expect(
      found(
        'wait-has-a-deadline',
        good((definition, states) => {
          definition.timers['end'] = { workingDays: 9 };
          delete stateOf(states, 'review').meta?.tasks?.[0]?.deadline;
          stateOf(states, 'review').after = { end: 'approved' };
        }),
      ),
    ).toEqual([]);
  });

  test('a wait without a task needs one, too', () => {
    expect(
      found(
        'wait-has-a-deadline',
        good((_, states) => {
          stateOf(states, 'review').meta = { title: { zh: '等', en: 'Wait' }, wait: { zh: '等', en: 'Waiting' } };
        }),
      ),
    ).toEqual(['/machine/states/review/meta']);
  });
});
