import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('stable-id', () => {
  test('fails on its bad fixture', () => {
    expect(found('stable-id', bad('stable-id'))).toEqual(['/machine/id']);
  });

  test('passes a sound definition', () => {
    expect(found('stable-id', good())).toEqual([]);
  });
});
