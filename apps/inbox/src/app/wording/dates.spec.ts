import { describe, expect, test } from '@jest/globals';
import { writtenDate, writtenNumber } from './dates.js';

describe('a written date', () => {
  test('is the day in the offices’ zone, whatever the machine’s', () => {
    expect(writtenDate('2017-01-02T16:30:00Z', 'date', 'zh')).toBe('2017年1月3日');
    expect(writtenDate('2017-01-02T16:30:00Z', 'date', 'en')).toBe('3 Jan 2017');
  });

  test('of a plain day stays that day', () => {
    expect(writtenDate('2017-12-31', 'date', 'zh')).toBe('2017年12月31日');
  });

  test('that is none is shown as it came', () => {
    expect(writtenDate('五月', 'date', 'zh')).toBe('五月');
  });
});

describe('a written number', () => {
  test('has its thousands and no more decimals than it needs; a year has none', () => {
    expect([14300, 90.6, 0.125, 2017].map(writtenNumber)).toEqual(['14,300', '90.6', '0.125', '2017']);
  });
});
