import { describe, expect, test } from '@jest/globals';
import { sparkOf } from './sparkline-geometry.js';

const BOX = { width: 100, height: 20, margin: 0 };
const PM25 = [
  { year: 2017, value: 51 },
  { year: 2020, value: 45 },
];

describe('a sparkline', () => {
  test('runs from the first year to the last, high values on top', () => {
    expect(sparkOf(PM25, null, BOX)).toMatchObject({ line: 'M0.0 0.0L100.0 20.0', goalY: null });
  });

  test('shows the five-year target on the same scale', () => {
    expect(sparkOf(PM25, 48, BOX)?.goalY).toBe(10);
  });

  test('leaves out a five-year total that would flatten the line', () => {
    expect(sparkOf([{ year: 2017, value: 8 }], 14300, BOX)?.goalY).toBeNull();
  });

  test('of no years is none', () => {
    expect(sparkOf([], 5, BOX)).toBeNull();
  });
});
