import { describe, expect, test } from '@jest/globals';
import type { Polarity } from '#contracts';
import { isWeaker } from './plan-comparison.js';

const aim = (words: string): { operator: string; value: number | null; unit: string } => {
  const [operator = '', value = '', unit = ''] = words.split(' ');
  return { operator, value: value === '-' ? null : Number(value), unit };
};

describe('a target against its plan row', () => {
  test.each<[string, string, Polarity]>([
    ['= 7.9 %', '= 8 %', 'higher_is_better'],
    ['<= 52 μg/m3', '<= 51 μg/m3', 'lower_is_better'],
    ['<= 5 %', '< 5 %', 'lower_is_better'],
    ['= 30 平方米', '> 30 平方米', 'higher_is_better'],
    ['≈ 280 天', '= 280 天', 'higher_is_better'],
    ['= - %', '= 8 %', 'higher_is_better'],
    ['= 61 小时', '= 60 小时', 'compliance'],
  ])('“%s” asks less than “%s” (%s)', (target, plan, polarity) => {
    expect(isWeaker(aim(target), aim(plan), polarity)).toBe(true);
  });

  test.each<[string, string, Polarity]>([
    ['= 8 %', '= 8 %', 'higher_is_better'],
    ['= 8.1 %', '= 8 %', 'higher_is_better'],
    ['<= 50 μg/m3', '<= 51 μg/m3', 'lower_is_better'],
    ['< 4.9 %', '< 5 %', 'lower_is_better'],
    ['= 9 个', '≈ 9 个', 'higher_is_better'],
    ['= 6 %', '= - %', 'higher_is_better'],
    ['= 6 ‰', '= 8 %', 'higher_is_better'],
    ['= 6 %', '= 8 %', 'unknown'],
  ])('“%s” does not ask less than “%s” (%s)', (target, plan, polarity) => {
    expect(isWeaker(aim(target), aim(plan), polarity)).toBe(false);
  });
});
