import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('known-ladder', () => {
  test('fails on its bad fixture', () => {
    expect(found('known-ladder', bad('known-ladder'))).toEqual(['/machine/states/review/meta/tasks/0/ladder']);
  });

  test('passes a sound definition', () => {
    expect(found('known-ladder', good())).toEqual([]);
  });
});
