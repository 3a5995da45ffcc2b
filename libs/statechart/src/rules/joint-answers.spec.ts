import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('joint-answers', () => {
  test('fails on its bad fixture', () => {
    expect(found('joint-answers', bad('joint-answers'))).toEqual(['/machine/states/review/meta/tasks/0/joint']);
  });

  test('passes a sound definition', () => {
    expect(found('joint-answers', good())).toEqual([]);
  });

  test('the answers that decide are answers of the task', () => {
    expect(
      found(
        'joint-answers',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task) Object.assign(task, { each: true, joint: { all: 'pass', any: { object: 'return' } } });
        }),
      ),
    ).toEqual(['/machine/states/review/meta/tasks/0/joint/any/object']);
  });
});
