import { describe, expect, test } from '@jest/globals';
import type { ImportColumn } from '#organisation';
import { readCell } from './read-cell.js';

const number: ImportColumn = { type: 'number', min: 0, max: 100_000 };
const year: ImportColumn = { type: 'integer', min: 2000, max: 2100 };
const yesNo: ImportColumn = { type: 'yesNo' };
const text: ImportColumn = { type: 'text', maxLength: 5, required: true };
const list: ImportColumn = { type: 'list', maxItems: 2, maxLength: 4, options: ['甲', '乙', '丙'] };
const choice: ImportColumn = { type: 'choice', options: ['=', '<'] };
const pattern: ImportColumn = {
  type: 'text',
  maxLength: 9,
  pattern: { is: /^\d+$/, says: { zh: '只写数字', en: 'Digits only' } },
};

describe('a cell', () => {
  test.each<[string, ImportColumn, string, unknown]>([
    ['a number', number, '90.6', 90.6],
    ['a number with thousands', number, '14,300', 14_300],
    ['a number in full-width digits', number, '１２．５', 12.5],
    ['a number as Excel shortens it', number, '1E+02', 100],
    ['an empty number', number, '', null],
    ['a year', year, '2017', 2017],
    ['yes', yesNo, 'YES', true],
    ['是', yesNo, '是', true],
    ['no', yesNo, 'no', false],
    ['nothing for yes or no', yesNo, '', null],
    ['a list', list, '甲| 乙', ['甲', '乙']],
    ['an empty list', list, '', []],
    ['an option', choice, '<', '<'],
    ['no option', choice, '', ''],
    ['codes', { type: 'units', maxItems: 3 }, 'A|B', ['A', 'B']],
    ['a text with a letter beyond the basic plane', text, '𠀀𠀀𠀀𠀀𠀀', '𠀀𠀀𠀀𠀀𠀀'],
  ])('reads %s', (_, column, cell, value) => {
    expect(readCell(column, cell)).toEqual({ value });
  });

  test.each<[string, ImportColumn, string]>([
    ['cell.empty', text, ''],
    ['text.too-long', text, '一二三四五六'],
    ['text.control-character', text, 'a\u0000b'],
    ['text.control-character', text, 'a\u202eb'],
    ['text.control-character', list, '甲\u2066'],
    ['text.not-unicode', text, 'a\ud800'],
    ['cell.not-number', number, '8%'],
    ['cell.not-number', number, '约5'],
    ['cell.not-number', number, '1,2'],
    ['cell.not-number', number, '1e999'],
    ['cell.not-number', number, '=1+1'],
    ['cell.out-of-range', number, '-1'],
    ['cell.out-of-range', number, '100001'],
    ['cell.out-of-range', year, '1999'],
    ['cell.out-of-range', year, '2101'],
    ['cell.not-whole', year, '2017.5'],
    ['cell.not-yes-no', yesNo, 'maybe'],
    ['cell.not-option', choice, '≥'],
    ['cell.not-option', list, '甲|丁'],
    ['cell.too-many-items', list, '甲|乙|丙'],
    ['cell.repeated-item', list, '甲|甲'],
    ['text.too-long', { type: 'list', maxItems: 2, maxLength: 4 }, '一二三四五'],
    ['cell.pattern', pattern, '12a'],
    ['cell.formula-error', text, '#N/A'],
    ['cell.formula-error', number, '#DIV/0!'],
  ])('is refused with %s', (code, column, cell) => {
    expect(readCell(column, cell)).toMatchObject({ code, message: { zh: expect.any(String), en: expect.any(String) } });
  });
});
