import { expect, test } from '@jest/globals';
import { ProblemList } from './problem-list.js';

const finding = (value: string | null) => ({
  row: 2,
  column: 'name',
  value,
  code: 'cell.empty',
  message: { zh: '', en: '' },
});

test('all problems are counted and the first thousand listed', () => {
  const problems = new ProblemList();
  for (let row = 0; row < 1200; row += 1) problems.add('kpi.csv', finding(null));
  expect(problems.count).toBe(1200);
  expect(problems.listed).toHaveLength(1000);
});

test('a value is shown short, with invisible characters spelt out', () => {
  const problems = new ProblemList();
  problems.add('kpi.csv', finding('a\u202e\u0000b'));
  problems.add('kpi.csv', finding('字'.repeat(500)));
  expect(problems.listed.map(({ value }) => value)).toEqual([String.raw`a\u202e\u0000b`, `${'字'.repeat(80)}…`]);
});
