import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const folder = new URL('../../../test/patterns/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

/** The rows of the table: number, name, 中文, how, file. */
const rows = read('README.md')
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter(([number = '']) => /^\d+$/.test(number));

/** Those of the most use in offices, which are offered whatever else is not. */
const OFFICE = ['15', '16', '18', '24', '25', '27', '29', '32', '36', '39'];

describe('the table of workflow patterns', () => {
  test('has a row for each of the 43, in order', () => {
    expect(rows.map(([number]) => Number(number))).toEqual(Array.from({ length: 43 }, (_, index) => index + 1));
  });

  test.each(rows)(
    '%s %s has a test, or a sentence that says why not',
    (number = '', name = '', zh = '', how = '', file = '') => {
      expect(how).not.toBe('');
      if (file === '') expect(OFFICE).not.toContain(number);
      // Named in the title of a test, alone or after others.
      else expect(read(`${file}.spec.ts`)).toMatch(new RegExp(`test\\('(?:.*, )?${number} ${name} ${zh}[,']`));
    },
  );

  const files = new Set(rows.map(([, , , , file = '']) => file).filter((file) => file !== ''));

  test.each([...files])('the linter looks at every definition of %s', (file) => {
    expect(read(`${file}.spec.ts`)).toContain('await findingsOf(bench)');
  });

  test('offers at least 38', () => {
    expect(rows.filter(([, , , , file]) => file !== '').length).toBeGreaterThanOrEqual(38);
  });
});
