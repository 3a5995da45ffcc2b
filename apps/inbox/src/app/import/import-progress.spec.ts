import { expect, test } from '@jest/globals';
import { withProgress, type FileProgress, type ImportProgress } from './import-progress.js';

const news: ImportProgress[] = [
  { step: 'read', file: 'units.csv', rows: 3, of: 3 },
  { step: 'check', file: 'units.csv', rows: 3, of: 3 },
  { step: 'read', file: 'kpi.csv', rows: 1000, of: null },
  { step: 'read', file: 'kpi.csv', rows: 2000, of: null },
];

test('every file stands at its newest news, in the order in which the files were begun', () => {
  expect(news.reduce<FileProgress[]>(withProgress, [])).toEqual([
    { file: 'units.csv', steps: { read: { rows: 3, of: 3 }, check: { rows: 3, of: 3 }, save: null } },
    { file: 'kpi.csv', steps: { read: { rows: 2000, of: null }, check: null, save: null } },
  ]);
});
