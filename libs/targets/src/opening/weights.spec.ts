import { describe, expect, test } from '@jest/globals';
import { equalShares } from './weights.js';

describe('weights of a new sheet', () => {
  test.each([
    [1, [100]],
    [2, [50, 50]],
    [3, [34, 33, 33]],
    [6, [17, 17, 17, 17, 16, 16]],
    [7, [15, 15, 14, 14, 14, 14, 14]],
  ])('%i targets share 100 points', (count, shares) => {
    expect(equalShares(count)).toEqual(shares);
  });

  test('add up to 100 whatever the number of targets', () => {
    for (let count = 1; count <= 100; count += 1) {
      const shares = equalShares(count);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100);
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
    }
  });
});
