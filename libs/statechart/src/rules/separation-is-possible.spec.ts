import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('separation-is-possible', () => {
  test('fails on its bad fixture', () => {
    expect(found('separation-is-possible', bad('separation-is-possible'))).toEqual([
      '/machine/states/decision/meta/tasks/0/people/not/0',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('separation-is-possible', good())).toEqual([]);
  });

  test('posts that several hold leave somebody', () => {
    expect(
      found(
        'separation-is-possible',
        good((_, states) => {
          const task = stateOf(states, 'review').meta?.tasks?.[0];
          if (task) task.people.not = ['drafting'];
        }),
      ),
    ).toEqual([]);
  });

  test('nobody is kept apart from work that comes later', () => {
    expect(
      found(
        'separation-is-possible',
        good((_, states) => {
          const task = stateOf(states, 'drafting').meta?.tasks?.[0];
          if (task) task.people.not = ['approved'];
        }),
      ),
    ).toEqual(['/machine/states/drafting/meta/tasks/0/people/not/0']);
  });
});
