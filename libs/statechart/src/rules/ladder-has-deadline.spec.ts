import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('ladder-has-deadline', () => {
  test('fails on its bad fixture', () => {
    expect(found('ladder-has-deadline', bad('ladder-has-deadline'))).toEqual([
      '/machine/states/review/meta/tasks/0/ladder',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('ladder-has-deadline', good())).toEqual([]);
  });
});
