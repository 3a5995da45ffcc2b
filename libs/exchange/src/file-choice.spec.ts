import { expect, test } from '@jest/globals';
import { groupMemberTable, unitTable } from '#organisation';
import { chooseFiles } from './file-choice.js';

const tables = [unitTable, groupMemberTable];
const named = (...names: string[]) =>
  chooseFiles(
    tables,
    names.map((name) => ({ name, bytes: Buffer.alloc(0) })),
  );

test('files are taken by name, in the order of the tables, wherever they lie', () => {
  const { chosen, second, left } = named('a/unit_group_members_assumed.csv', String.raw`C:\data\Units.XLSX`);
  expect(chosen.map(({ table, file }) => [table.kind, file.name])).toEqual([
    ['units', 'Units.XLSX'],
    ['unit-group-members', 'unit_group_members_assumed.csv'],
  ]);
  expect([...second, ...left]).toEqual([]);
});

test('a second file of the same table is refused', () => {
  const { chosen, second } = named('units.csv', 'units.xlsx');
  expect(chosen.map(({ file }) => file.name)).toEqual(['units.csv']);
  expect(second.map(({ file, finding }) => [file.name, finding.code])).toEqual([['units.xlsx', 'file.second']]);
});

test('a file that no table knows is left aside', () => {
  expect(named('standards.csv', '~$units.xlsx', 'README').left.map(({ name }) => name)).toEqual([
    'standards.csv',
    '~$units.xlsx',
    'README',
  ]);
});
