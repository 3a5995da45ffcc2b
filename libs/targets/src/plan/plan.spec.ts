import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Organisation, Tenants, unitTable } from '#organisation';
import { Database, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { kpiTable } from './kpi-table.js';
import { Plan } from './plan.js';
import { specialTargetTable } from './special-target-table.js';

const plan = new Plan(new Organisation(new TestClock('2017-01-03T09:00:00+08:00')));

let scratch: TestDatabase;
let database: Database;
let tenantId: string;

const unit = (code: string, name: string) => ({
  row: 2,
  cells: {
    code,
    name,
    name_en: '',
    aliases: [],
    unit_type: 'x',
    is_group: false,
    parent_code: '',
    source_files: [],
    note: '',
  },
});

const kpi = (
  no: string,
  year: number,
  domain: string,
  decomposition: string,
  codes: string[],
  value: number | null,
) => ({
  row: 2,
  cells: {
    kpi_no: no,
    domain,
    indicator: `指标${no}`,
    polarity_derived: 'lower_is_better',
    five_year_target: '到2020年42',
    five_year_operator: '<=',
    five_year_value_number: 90.6,
    five_year_unit: '%',
    year,
    annual_target: '51μg/m3',
    annual_operator: '<=',
    annual_value_number: value,
    annual_unit: 'μg/m3',
    decomposition_type: decomposition,
    joint_years: '',
    responsible_units: codes,
    responsible_unit_codes: codes,
    source_file: '',
    note: '',
  },
});

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
  ({ tenantId } = await new Tenants().add(database, { code: 'test', name: { zh: '测试', en: 'Test' } }));
  await unitTable.save(database, tenantId, [unit('A', '甲局'), unit('B', '乙局')]);
  await kpiTable.save(database, tenantId, [
    kpi('10', 2017, '生态环境', 'yearly_level', ['B', 'A'], 80),
    kpi('2', 2018, '经济发展', 'assigned_from_above', ['A'], null),
    kpi('2', 2017, '经济发展', 'yearly_growth_rate', ['A'], 7.5),
    kpi('6', 2017, '创新创业', 'avg_annual_growth_rate+assigned_from_above', [], 5.3),
  ]);
  await specialTargetTable.save(database, tenantId, [
    {
      row: 2,
      cells: {
        target_no: '1',
        name: '推进城市国际化',
        content: '内容',
        lead_departments: ['乙局'],
        lead_department_codes: ['B'],
        lead_list_open_ended: false,
        assessment_methods: ['目标考核', '绩效评估'],
        source_file: '',
        note: '',
      },
    },
  ]);
});
afterAll(() => scratch.close());

describe('the plan', () => {
  test('gives the rows of a year by number, the units in the printed order', async () => {
    const rows = await plan.rowsOf(database, tenantId, 2017);
    expect(rows.map(({ kpiNo, value, units }) => [kpiNo, value, units.map(({ code }) => code)])).toEqual([
      ['2', 7.5, ['A']],
      ['6', 5.3, []],
      ['10', 80, ['B', 'A']],
    ]);
    expect(rows[0]).toMatchObject({
      fiveYearValue: 90.6,
      polarity: 'lower_is_better',
      target: '51μg/m3',
      operator: '<=',
    });
  });

  test('says which values come from above, in whole or in part', async () => {
    const rows = [...(await plan.rowsOf(database, tenantId, 2017)), ...(await plan.rowsOf(database, tenantId, 2018))];
    expect(
      rows.filter(({ isAssignedFromAbove }) => isAssignedFromAbove).map(({ kpiNo, year }) => [kpiNo, year]),
    ).toEqual([
      ['6', 2017],
      ['2', 2018],
    ]);
  });

  test('stands as a tree of domains, indicators and years', async () => {
    const { years, domains, specials } = await plan.tree(database, tenantId);
    expect(years).toEqual([2017, 2018]);
    expect(
      domains.map(({ domain, kpis }) => [
        domain,
        kpis.map(({ kpiNo, years: rows }) => [kpiNo, rows.map(({ year }) => year)]),
      ]),
    ).toEqual([
      ['经济发展', [['2', [2017, 2018]]]],
      ['创新创业', [['6', [2017]]]],
      ['生态环境', [['10', [2017]]]],
    ]);
    expect(specials).toEqual([
      {
        targetNo: '1',
        name: '推进城市国际化',
        content: '内容',
        leadUnits: [expect.objectContaining({ code: 'B', name: '乙局' })],
        methods: ['目标考核', '绩效评估'],
      },
    ]);
  });
});
