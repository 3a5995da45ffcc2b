import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('typed-condition', () => {
  test('fails on its bad fixture', () => {
    expect(found('typed-condition', bad('typed-condition'))).toEqual([
      '/machine/states/review/on/pass/guard/params/any/1/is',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('typed-condition', good())).toEqual([]);
  });
});
