import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { csvCell, csvLine } from './csv-cell.js';

describe('a cell that goes out', () => {
  test.each([
    ['=1+1'],
    ['=cmd|"/C calc"!A0'],
    ['+cmd'],
    ['-2+3'],
    ['@SUM(A1)'],
    ['\t=1'],
    ['\r=1'],
    ['\n=1'],
    ['  =1'],
    ['\u00a0=1'],
    ['\u3000=1'],
    ['\ufeff=1'],
    ['\u200b=1'],
    ['＝1+1'],
    ['＋1'],
    ['－1'],
    ['＠SUM'],
    ['−1'],
    ['"=1'],
    ["'=1"],
    ['＂＝1'],
    ['|calc'],
    ['%0A=1'],
    ['-1;=2'],
    ['+86 571 8800'],
  ])('%j stands behind an apostrophe', (value) => {
    expect(csvCell(value)).toBe(`"'${value.replaceAll('"', '""')}"`);
  });

  test.each([
    [''],
    ['市环保局'],
    ['-12.5'],
    ['+3'],
    ['-1,234.50'],
    ['1e-6'],
    ['-5%'],
    ['a=b'],
    ['2017-01-03'],
    ['（-）'],
    ['a, "b"\nc'],
  ])('%j stays as it is', (value) => {
    expect(parse(csvCell(value)) as unknown).toEqual(value === '' ? [['']] : [[value]]);
  });

  test('is read back as one cell, and begins with no formula, whatever it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (cells) => {
        const [read = []] = parse(csvLine(cells), { relax_column_count: true });
        expect(read).toHaveLength(cells.length);
        read.forEach((cell, index) => {
          expect([cells[index], `'${cells[index]}`]).toContain(cell);
          if (!/^[+-]?[\d.,e+-]+%?$/i.test(cell)) expect(cell).not.toMatch(/^[=+\-@＝＋－＠\t\r]/);
        });
      }),
    );
  });
});
