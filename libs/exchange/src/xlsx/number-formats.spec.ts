import { describe, expect, test } from '@jest/globals';
import { meaningOf, type NumberMeaning } from './number-formats.js';
import { plainNumber } from './plain-number.js';

describe('a number format', () => {
  test.each<[string, NumberMeaning]>([
    ['General', 'number'],
    ['0.00_);[Red]\\(0.00\\)', 'number'],
    ['#,##0"亿元"', 'number'],
    ['"¥"#,##0.00;[Red]-"¥"#,##0.00', 'number'],
    ['0.00E+00', 'number'],
    ['0.0%', 'percent'],
    ['yyyy"年"m"月"d"日"', 'date'],
    ['[$-804]yyyy/m/d;@', 'date'],
    ['mmm-yy', 'date'],
    ['yyyy-mm-dd hh:mm', 'dateTime'],
    ['h:mm AM/PM', 'time'],
    ['[h]:mm:ss', 'time'],
  ])('“%s” means %s', (format, meaning) => {
    expect(meaningOf(format)).toBe(meaning);
  });
});

describe('a number', () => {
  test.each<[string, NumberMeaning, string]>([
    ['2017', 'number', '2017'],
    ['0.30000000000000004', 'number', '0.3'],
    ['90.600000000000009', 'number', '90.6'],
    ['1E3', 'number', '1000'],
    ['0.08', 'percent', '8%'],
    ['0.906', 'percent', '90.6%'],
    ['42738', 'date', '2017-01-03'],
    ['42738.375', 'dateTime', '2017-01-03 09:00:00'],
    ['42738', 'dateTime', '2017-01-03'],
    ['0.375', 'time', '09:00:00'],
    ['1', 'date', '1900-01-01'],
    ['61', 'date', '1900-03-01'],
    ['-5', 'date', '-5'],
    ['9999999999', 'date', '9999999999'],
    ['abc', 'number', 'abc'],
  ])('%s as %s reads %s', (raw, meaning, text) => {
    expect(plainNumber(raw, meaning, false)).toBe(text);
  });

  test('counted from 1904 is the same day', () => {
    expect(plainNumber('41276', 'date', true)).toBe('2017-01-03');
  });
});
