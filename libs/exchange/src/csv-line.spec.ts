import { parse } from 'csv-parse/sync';
import { expect, test } from '@jest/globals';
import { csvLine } from './csv-line.js';

test.each(['=cmd|calc', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('%j is not left a formula', (text) => {
  expect(parse(csvLine([text, 'x']))).toEqual([[`'${text}`, 'x']]);
});

test.each([['甲,"乙"\n丙', '', 'a=b', '1-2', "it's", ' =1']])('what is no formula arrives as it was', (...cells) => {
  expect(parse(csvLine(cells))).toEqual([cells]);
});

test('nothing is an empty cell', () => {
  expect(csvLine([null, 'a'])).toBe(',a\r\n');
});
