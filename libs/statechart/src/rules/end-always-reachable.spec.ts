import { describe, expect, test } from '@jest/globals';
import { bad, found, good, stateOf } from './rules.fixture.js';

describe('end-always-reachable', () => {
  test('fails on its bad fixture', () => {
    expect(found('end-always-reachable', bad('end-always-reachable'))).toEqual([
      '/machine/states/redrafting',
      '/machine/states/secondReview',
    ]);
  });

  test('passes a sound definition', () => {
    expect(found('end-always-reachable', good())).toEqual([]);
  });

  test('a chart without any end is told of once', () => {
    expect(
      found(
        'end-always-reachable',
        good((_, states) => {
          stateOf(states, 'review').on = { pass: 'drafting' };
        }),
      ),
    ).toEqual(['/machine']);
  });
});
