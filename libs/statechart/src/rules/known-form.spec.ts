import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('known-form', () => {
  test('fails on its bad fixture', () => {
    expect(found('known-form', bad('known-form'))).toEqual(['/machine/states/review/meta/tasks/0/form']);
  });

  test('passes a sound definition', () => {
    expect(found('known-form', good())).toEqual([]);
  });
});
