import { describe, expect, test } from '@jest/globals';
import { KnownUnits, unitTable, type ImportTable } from '#organisation';
import { checkTable } from './table-check.js';

const goals: ImportTable = {
  kind: 'goals',
  title: { zh: '目标', en: 'Goals' },
  names: ['goals'],
  columns: {
    no: { type: 'integer', min: 1, max: 99, required: true },
    year: { type: 'integer', min: 2000, max: 2100, mayBeMissing: true },
    unit_code: { type: 'unit' },
    unit_codes: { type: 'units', maxItems: 3 },
  },
  key: ['year', 'no'],
  check: (rows) =>
    rows.map(({ row }) => ({ row, column: null, value: null, code: 'goal.seen', message: { zh: '', en: '' } })),
  save: () => Promise.resolve({ added: 0, changed: 0 }),
};

const bureau = { code: 'HZ-HBJ', name: '市环保局', aliases: ['环保局'], isGroup: false, parentCode: '' };

async function findings(table: ImportTable, header: string, ...lines: string[]) {
  const rows = lines.map((line, index) => ({ row: index + 2, cells: line.split(',') }));
  const sheet = { header: header.split(','), rows, encoding: null };
  const options = { judgesUnits: true, onRows: () => undefined };
  return (await checkTable(table, sheet, new KnownUnits([bureau]), options)).findings;
}
const brief = async (...given: Parameters<typeof findings>) =>
  (await findings(...given))
    .map(({ row, column, code, value }) => [row, column, code, value])
    .filter(([, , code]) => code !== 'goal.seen');

describe('the first row', () => {
  test('may come in any order and case, and leave out what may be missing', async () => {
    expect(await brief(goals, 'UNIT_CODES,unit_code,no', 'HZ-HBJ,HZ-HBJ,1')).toEqual([]);
  });

  test('is refused for each column unknown, missing or repeated, and no row is judged by it', async () => {
    expect(await brief(goals, 'no,no,colour,unit_code', 'x,y,z,nobody')).toEqual([
      [1, 'colour', 'column.unknown', 'colour'],
      [1, 'no', 'column.repeated', 'no'],
      [1, 'unit_codes', 'column.missing', null],
    ]);
  });
});

describe('the rows', () => {
  test('are each refused for everything that is wrong with them', async () => {
    expect(await brief(goals, 'no,unit_code,unit_codes', 'x,nobody,HZ-HBJ|none', '200,,')).toEqual([
      [2, 'no', 'cell.not-number', 'x'],
      [2, 'unit_code', 'unit.unknown', 'nobody'],
      [2, 'unit_codes', 'unit.unknown', 'none'],
      [3, 'no', 'cell.out-of-range', '200'],
    ]);
  });

  test('are refused with more cells than columns', async () => {
    expect(await brief(goals, 'no,unit_code,unit_codes', '1,,,surplus')).toEqual([
      [2, null, 'row.too-many-cells', 'surplus'],
    ]);
  });

  test('may not repeat a key, parts of which may be empty', async () => {
    expect(await brief(goals, 'no,year,unit_code,unit_codes', '1,,,', '1,2017,,', '1,,,', '1,2017,,')).toEqual([
      [4, 'year + no', 'row.repeated', ' + 1'],
      [5, 'year + no', 'row.repeated', '2017 + 1'],
    ]);
  });

  test('say which code is meant where a name stands in its place', async () => {
    const [finding] = await findings(goals, 'no,unit_code,unit_codes', '1,环保局,');
    expect(finding?.message.zh).toContain('HZ-HBJ');
  });

  test('reach the check of their table only when they are in order', async () => {
    const found = await findings(goals, 'no,unit_code,unit_codes', '1,,', 'x,,', '2,,');
    expect(found.filter(({ code }) => code === 'goal.seen').map(({ row }) => row)).toEqual([2, 4]);
  });
});

describe('units', () => {
  const header = 'code,name,name_en,aliases,unit_type,is_group,parent_code';

  test('may name each other as parents within one file', async () => {
    expect(await brief(unitTable, header, 'B,乙,,,x,no,A', 'A,甲,,,x,no,HZ-HBJ')).toEqual([]);
  });

  test('are not called unknown where only their own row is wrong', async () => {
    expect(await brief(unitTable, header, 'A,,,,x,no,', 'B,乙,,,x,no,A')).toEqual([[2, 'name', 'cell.empty', '']]);
  });

  test('may not be their own ancestors', async () => {
    expect(await brief(unitTable, header, 'A,甲,,,x,no,B', 'B,乙,,,x,no,A', 'C,丙,,,x,no,A')).toEqual([
      [2, 'parent_code', 'unit.own-ancestor', 'B'],
      [3, 'parent_code', 'unit.own-ancestor', 'A'],
    ]);
  });

  test.each(['A B', 'A|B', 'A，B', 'A;B'])('may not have the code “%s”, which would part a list', async (code) => {
    const rows = [{ row: 2, cells: [code, '甲', '', '', 'x', 'no'] }];
    const checked = await checkTable(unitTable, { header: header.split(','), rows, encoding: null }, new KnownUnits(), {
      judgesUnits: true,
      onRows: () => undefined,
    });
    expect(checked.findings.map((finding) => finding.code)).toEqual(['cell.pattern']);
  });
});
