import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('typed-field', () => {
  test('fails on its bad fixture', () => {
    expect(found('typed-field', bad('typed-field'))).toEqual(['/correlation']);
  });

  test('passes a sound definition', () => {
    expect(found('typed-field', good())).toEqual([]);
  });

  test('people belong to units', () => {
    expect(
      found(
        'typed-field',
        good((_, states) => {
          const task = stateOf(states, 'drafting').meta?.tasks?.[0];
          if (task) task.people.of = 'copies';
        }),
      ),
    ).toEqual(['/machine/states/drafting/meta/tasks/0/people/of']);
  });

  test('one task for each asks for several units', () => {
    expect(
      found(
        'typed-field',
        good((_, states) => {
          const task = stateOf(states, 'drafting').meta?.tasks?.[0];
          if (task) task.each = true;
        }),
      ),
    ).toEqual(['/machine/states/drafting/meta/tasks/0/people/of']);
  });
});
