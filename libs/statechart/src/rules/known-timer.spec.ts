import { describe, expect, test } from '@jest/globals';
import { bad, found, good } from './rules.fixture.js';

describe('known-timer', () => {
  test('fails on its bad fixture', () => {
    expect(found('known-timer', bad('known-timer'))).toEqual(['/machine/states/review/after/reviewSilence']);
  });

  test('passes a sound definition', () => {
    expect(found('known-timer', good())).toEqual([]);
  });
});
