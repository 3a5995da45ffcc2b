import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('task-has-people', () => {
  test('fails on its bad fixture', () => {
    expect(found('task-has-people', bad('task-has-people'))).toEqual(['/machine/states/drafting/meta/tasks/0/people']);
  });

  test('passes a sound definition', () => {
    expect(found('task-has-people', good())).toEqual([]);
  });

  test('the office belongs to no unit', () => {
    expect(
      found(
        'task-has-people',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task) task.people.of = 'unitId';
        }),
      ),
    ).toEqual(['/machine/states/review/meta/tasks/0/people/of']);
  });
});
