import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OperationLog } from '#audit';
import { groupMemberTable, Organisation, Tenants, unitTable, unitIdsByCode } from '#organisation';
import { Database, TestClock } from '#platform';
import { kpiTable, specialTargetTable } from '#targets';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { filesIn } from './folder.js';
import type { ImportFile, ImportProgress } from './import-file.js';
import { Importer } from './importer.js';

const SAMPLE = fileURLToPath(new URL('../../../../apps/api/sample/hangzhou', import.meta.url));
/** Jest's own limit, which is for both imports; what is promised of one is asserted. */
const TWO_IMPORTS_ON_A_BUSY_MACHINE_MS = 60_000;
const UNITS = 'code,name,name_en,aliases,unit_type,is_group,parent_code\n';
const MEMBERS = 'group_code,member_name,member_unit_code\n';
const KPI =
  'kpi_no,domain,indicator,polarity_derived,five_year_target,five_year_operator,five_year_value_number,five_year_unit,year,' +
  'annual_target,annual_operator,annual_value_number,annual_unit,decomposition_type,joint_years,responsible_units,responsible_unit_codes\n';
const SPECIALS =
  'target_no,name,content,lead_departments,lead_department_codes,lead_list_open_ended,assessment_methods\n';

const kpi = (
  no: number | string,
  year: number | string,
  more: { indicator?: string; target?: string; units?: string; codes?: string } = {},
) =>
  `${no},生态环境,${more.indicator ?? '空气质量'},lower_is_better,到2020年42,<=,42,μg/m3,${year},${more.target ?? '51μg/m3'},<=,51,μg/m3,yearly_level,,${more.units ?? ''},${more.codes ?? ''}\n`;

let scratch: TestDatabase;
let database: Database;
let importer: Importer;
let tenantId: string;
let tenants = 0;

const file = (name: string, content: string | Buffer): ImportFile => ({
  name,
  bytes: typeof content === 'string' ? Buffer.from(content) : content,
});
const run = (...files: ImportFile[]) => importer.import(tenantId, files);
const problems = async (...files: ImportFile[]) => {
  const outcome = await run(...files);
  expect(outcome.done).toBe(outcome.problemCount === 0);
  return outcome.problems.map(({ file: name, row, column, code }) => [name, row, column, code]);
};
const count = async (table: string) => {
  const [row] = await database.query<{ rows: number }>(
    `select count(*)::int as rows from ${table} where tenant_id = $1`,
    [tenantId],
  );
  return row?.rows;
};

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
  importer = new Importer(database, new OperationLog(), [unitTable, groupMemberTable, kpiTable, specialTargetTable]);
});
beforeEach(async () => {
  tenants += 1;
  ({ tenantId } = await new Tenants().add(database, { code: `test${tenants}`, name: { zh: '测试', en: 'Test' } }));
});
afterAll(() => scratch.close());

describe('the sample', () => {
  test('is imported whole, and a second time changes nothing', async () => {
    const files = await filesIn(SAMPLE);
    const first = await importer.import(tenantId, files);
    expect(first.problems).toEqual([]);
    expect(first.files).toEqual([
      { file: 'units.csv', kind: 'units', rows: 96, added: 96, changed: 0, unchanged: 0 },
      {
        file: 'unit_group_members_assumed.csv',
        kind: 'unit-group-members',
        rows: 42,
        added: 42,
        changed: 0,
        unchanged: 0,
      },
      { file: 'kpi.csv', kind: 'kpi', rows: 99, added: 99, changed: 0, unchanged: 0 },
      { file: 'special_targets.csv', kind: 'special-targets', rows: 12, added: 12, changed: 0, unchanged: 0 },
    ]);
    const second = await importer.import(tenantId, files);
    expect(second.files.map(({ added, changed, unchanged }) => [added, changed, unchanged])).toEqual([
      [0, 0, 96],
      [0, 0, 42],
      [0, 0, 99],
      [0, 0, 12],
    ]);
  });

  test('makes a unit of each member that no unit is named for, and takes aliases for the units they name', async () => {
    await importer.import(tenantId, await filesIn(SAMPLE));
    const organisation = new Organisation(new TestClock('2017-01-03T09:00:00+08:00'));
    const ids = await unitIdsByCode(database, tenantId);
    const group = ids.get('HZ-G-QXS') ?? '';
    const members = (await organisation.expand(database, tenantId, [group])).get(group) ?? [];
    expect(members).toHaveLength(13);
    expect(members.map(({ code }) => code)).toEqual(expect.arrayContaining(['HZ-GSQ', '上城区', '高新区（滨江）']));
    const [made] = await database.query(
      `select name, unit_type, is_group from units where tenant_id = $1 and code = '上城区'`,
      [tenantId],
    );
    expect(made).toEqual({ name: '上城区', unit_type: 'district_or_area', is_group: false });
  });
});

describe('an import', () => {
  const units = file('units.csv', `${UNITS}A,市环保局,,,x,no,\nB,市城管委,,,x,no,A\nG,各区,,,x,yes,\n`);

  test('adds what is new and changes what differs, row by row', async () => {
    await run(units, file('kpi.csv', KPI + kpi(8, 2017, { units: '市环保局', codes: 'A' }) + kpi(8, 2018)));
    const renamed = file(
      'units.csv',
      `${UNITS}A,生态环境局,,市环保局,x,no,\nB,市城管委,,,x,no,A\nC,新单位,,,x,no,C0\nC0,上级,,,x,no,\n`,
    );
    const year = file(
      'kpi.csv',
      KPI + kpi(8, 2017, { units: '市环保局', codes: 'A' }) + kpi(8, 2018, { target: '50μg/m3' }) + kpi(9, 2017),
    );
    const { files } = await run(renamed, year);
    expect(files.map(({ added, changed, unchanged }) => [added, changed, unchanged])).toEqual([
      [2, 1, 1],
      [1, 1, 1],
    ]);
  });

  test('counts every year of an indicator whose own words changed', async () => {
    await run(units, file('kpi.csv', KPI + kpi(8, 2017) + kpi(8, 2018)));
    const { files } = await run(
      file(
        'kpi.csv',
        KPI +
          kpi(8, 2017, { indicator: 'PM2.5' }) +
          kpi(8, 2018, { indicator: 'PM2.5' }) +
          kpi(8, 2019, { indicator: 'PM2.5' }),
      ),
    );
    expect(files[0]).toMatchObject({ added: 1, changed: 2, unchanged: 0 });
  });

  test('writes nothing at all where one row of one file is wrong', async () => {
    const outcome = await run(units, file('kpi.csv', KPI + kpi(8, 2017) + kpi(9, 1999)));
    expect(outcome).toMatchObject({ done: false, problemCount: 1 });
    expect(outcome.problems).toEqual([
      {
        file: 'kpi.csv',
        row: 3,
        column: 'year',
        value: '1999',
        code: 'cell.out-of-range',
        message: {
          zh: '应不小于 2000、不大于 2100，请改正。',
          en: 'This must be at least 2000 and at most 2100. Correct it.',
        },
      },
    ]);
    expect([await count('units'), await count('plan_kpis')]).toEqual([0, 0]);
  });

  test('writes nothing at all where saving fails half way', async () => {
    const failing = new Importer(database, new OperationLog(), [
      unitTable,
      { ...kpiTable, save: () => Promise.reject(new Error('full')) },
    ]);
    await expect(failing.import(tenantId, [units, file('kpi.csv', KPI + kpi(8, 2017))])).rejects.toThrow('full');
    expect(await count('units')).toBe(0);
  });

  test('reports every bad row of every file', async () => {
    const found = await problems(
      units,
      file('unit_group_members.csv', `${MEMBERS}A,市城管委,\nG,无,nobody\nG,市城管委,\nG,乙,B\nG,G,G\nG,含 空格,\n`),
      file(
        'kpi.csv',
        KPI +
          kpi(8, 2017, { units: '市环保局|市城管委', codes: 'A' }) +
          kpi(8, 2018, { indicator: '水质' }) +
          kpi(8, 2018) +
          kpi(9, 2017, { units: 'x', codes: 'X' }),
      ),
      file('special_targets.csv', `${SPECIALS}1,推进,内容,市环保局,,no,\n2,推进,内容,,,x,\n`),
      file('kpi.xlsx', 'x'),
    );
    expect(found).toEqual([
      ['kpi.xlsx', 0, null, 'file.second'],
      ['unit_group_members.csv', 2, 'group_code', 'group.expected'],
      ['unit_group_members.csv', 3, 'member_unit_code', 'unit.unknown'],
      ['unit_group_members.csv', 5, 'member_name', 'row.repeated'],
      ['unit_group_members.csv', 6, 'member_name', 'member.group-itself'],
      ['unit_group_members.csv', 7, 'member_name', 'cell.pattern'],
      ['kpi.csv', 2, 'responsible_unit_codes', 'units.count-differs'],
      ['kpi.csv', 3, 'indicator', 'kpi.differs'],
      ['kpi.csv', 4, 'kpi_no + year', 'row.repeated'],
      ['kpi.csv', 5, 'responsible_unit_codes', 'unit.unknown'],
      ['special_targets.csv', 2, 'lead_department_codes', 'units.count-differs'],
      ['special_targets.csv', 3, 'lead_list_open_ended', 'cell.not-yes-no'],
    ]);
  });

  test('refuses a member whose name several units bear', async () => {
    const twins = file('units.csv', `${UNITS}A,市环保局,,,x,no,\nB,市环保局,,,x,no,\nG,各区,,,x,yes,\n`);
    expect(await problems(twins, file('unit_group_members.csv', `${MEMBERS}G,市环保局,\n`))).toEqual([
      ['unit_group_members.csv', 2, 'member_name', 'member.ambiguous'],
    ]);
  });

  test('does not call units unknown when the file that has them cannot be read', async () => {
    const broken = file('units.csv', 'code,name\nA,市环保局\n');
    const found = await problems(broken, file('kpi.csv', KPI + kpi(8, 2017, { units: '市环保局', codes: 'A' })));
    expect(new Set(found.map(([, , , code]) => code))).toEqual(new Set(['column.missing']));
  });

  test('reads GBK and says so, and leaves files aside that it does not know', async () => {
    const gbk = Buffer.concat([
      Buffer.from(`${UNITS}A,`),
      Buffer.from('cad0bbb7b1a3bed6', 'hex'),
      Buffer.from(',,,x,no,\n'),
    ]);
    const outcome = await run(file('units.csv', gbk), file('standards.csv', 'x'), file('.DS_Store', 'x'));
    expect(outcome.done).toBe(true);
    expect(outcome.notices.map(({ file: name, code }) => [name, code])).toEqual([
      ['standards.csv', 'file.left-aside'],
      ['.DS_Store', 'file.left-aside'],
      ['units.csv', 'file.encoding'],
    ]);
    const [unit] = await database.query(`select name from units where tenant_id = $1`, [tenantId]);
    expect(unit).toEqual({ name: '市环保局' });
  });

  test('of nothing is refused', async () => {
    expect(await problems(file('standards.csv', 'x'))).toEqual([['', 0, null, 'import.nothing']]);
  });

  test('keeps tenants apart', async () => {
    await run(units);
    const first = tenantId;
    ({ tenantId } = await new Tenants().add(database, { code: 'other', name: { zh: '另一', en: 'Other' } }));
    expect((await run(units)).files[0]).toMatchObject({ added: 3 });
    const [row] = await database.query(`select count(*)::int as units from units where tenant_id = $1`, [first]);
    expect(row).toEqual({ units: 3 });
  });

  test('twice at once adds every row once', async () => {
    const [first, second] = await Promise.all([run(units), run(units)]);
    expect([first, second].map(({ files }) => files[0]?.added).sort()).toEqual([0, 3]);
  });

  test(
    'of ten thousand rows takes no more than five seconds, with progress',
    async () => {
      const names = Array.from(
        { length: 1000 },
        (_, index) => `U${index},第${index}单位,Unit ${index},别名${index}a|别名${index}b,x,no,\n`,
      );
      const rows = Array.from({ length: 9000 }, (_, index) => {
        const unit = `U${index % 1000}`;
        return kpi(Math.floor(index / 9) + 1, 2017 + (index % 9), {
          units: `第${index % 1000}单位`,
          codes: unit,
          target: `目标${index}，`.repeat(20),
        });
      });
      const files = [file('units.csv', UNITS + names.join('')), file('kpi.csv', KPI + rows.join(''))];
      const steps: ImportProgress[] = [];
      const first = await importer.import(tenantId, files, (progress) => steps.push(progress));
      const again = await importer.import(tenantId, files);
      process.stdout.write(`10,000 rows: ${first.seconds} s, again ${again.seconds} s\n`);
      expect(first.problems).toEqual([]);
      expect(first.seconds).toBeLessThan(5);
      expect(again.files.map(({ unchanged }) => unchanged)).toEqual([1000, 9000]);
      expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['read', 'check', 'save']));
      expect(steps.at(-1)).toEqual({ step: 'save', file: 'kpi.csv', rows: 9000, of: 9000 });
    },
    TWO_IMPORTS_ON_A_BUSY_MACHINE_MS,
  );
});

test('a folder that is not there is refused', async () => {
  await expect(filesIn('/nowhere/at/all')).rejects.toMatchObject({ code: 'folder.unreadable' });
});
