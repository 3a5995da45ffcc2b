import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('label-required', () => {
  test('fails on its bad fixture', () => {
    expect(found('label-required', bad('label-required'))).toEqual([
      '/machine/states/review/meta/tasks/0/outcomes/pass/title/en',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('label-required', good())).toEqual([]);
  });

  test('a state without words is found', () => {
    expect(
      found(
        'label-required',
        good((_, states) => {
          delete stateOf(states, 'review').meta;
        }),
      ),
    ).toEqual(['/machine/states/review']);
  });
});
