import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { PLAN_LINES } from '../hangzhou-2017.fixture.js';
import { TargetOffice } from '../target-office.fixture.js';

let database: TestDatabase;
let office: TargetOffice;

beforeAll(async () => {
  database = await openDatabase();
  office = await TargetOffice.open(database.source);
});
afterAll(async () => {
  await office.close();
  await database.close();
});

const count = async (table: string): Promise<number> => {
  const [row] = await database.source.query<{ count: number }[]>(
    `SELECT count(*)::integer AS count FROM ${table} WHERE tenant_id = $1`,
    [office.tenantId],
  );
  return row?.count ?? 0;
};

describe('opening 2017', () => {
  test('the preview shows 26 main sheets and 5 that wait for a value, and why KPI 24 is left out', async () => {
    const preview = await office.years.preview(office.tenantId, 2017);
    expect(preview.opened).toBe(false);
    expect(preview.sheets.filter((sheet) => sheet.kind === 'main')).toHaveLength(26);
    expect(
      preview.sheets
        .filter((sheet) => sheet.kind === 'supplement')
        .map((sheet) => `${sheet.unit.name} ${sheet.rows[0]?.kpiNo ?? ''}`),
    ).toEqual(['市发改委 3', '市经信委 4', '市委人才办 6', '市经信委 11', '市文广新闻出版局 16']);
    expect(preview.findings).toMatchObject([
      { kpiNo: '24', message: { zh: '规划中没有该指标 2017 年的年度目标，不下达。需要下达的，请先补充年度目标。' } },
    ]);
  });

  test('a year without plan rows is refused', async () => {
    await expect(office.years.preview(office.tenantId, 2031)).rejects.toMatchObject({ code: 'year.not-planned' });
    await expect(office.openYear(2031)).rejects.toMatchObject({ code: 'year.not-planned' });
  });

  test('allocates every row, and each sheet begins in allocation with its task', async () => {
    const opened = await office.openYear();
    expect(opened).toEqual({ year: 2017, sheets: 31, rows: 61, awaitingValue: 5 });
    expect(await count('target_sheets')).toBe(31);
    expect(await count('target_rows')).toBe(61);
    const tasks = await database.source.query<{ state: string; desk: string }[]>(
      `SELECT state, desk FROM tasks WHERE tenant_id = $1 AND status = 'open' GROUP BY state, desk HAVING count(*) = 31`,
      [office.tenantId],
    );
    expect(tasks).toEqual([{ state: 'allocated', desk: 'office.officer' }]);
  });

  test('weights on each sheet add up to 100', async () => {
    const sums = await database.source.query<{ sum: number }[]>(
      `SELECT DISTINCT sum(weight)::integer AS sum FROM target_rows WHERE tenant_id = $1 GROUP BY sheet_id`,
      [office.tenantId],
    );
    expect(sums).toEqual([{ sum: 100 }]);
  });

  test('the same key gets the same answer, another is refused', async () => {
    expect(await office.openYear()).toEqual({ year: 2017, sheets: 31, rows: 61, awaitingValue: 5 });
    await expect(office.openYear(2017, 'again')).rejects.toMatchObject({
      refusal: 'conflict',
      code: 'year.already-open',
    });
    expect(await count('target_sheets')).toBe(31);
    expect((await office.years.preview(office.tenantId, 2017)).opened).toBe(true);
  });

  test('the target list names who holds each target, and where it stands', async () => {
    const tree = await office.list.read(office.tenantId);
    const kpis = new Map(tree.domains.flatMap((domain) => domain.kpis).map((kpi) => [kpi.kpiNo, kpi]));
    expect(kpis.get('1')?.years[0]?.units).toHaveLength(13);
    expect(kpis.get('8')?.years[0]?.units).toMatchObject([
      { name: '市环保局', stateTitle: { zh: '任务下达' }, issued: false },
    ]);
    expect(kpis.get('6')?.years[0]?.units.map((unit) => unit.name)).toEqual(['市委人才办', '市委人才办']);
    expect(kpis.get('24')?.years).toMatchObject([
      { year: 2018, units: [{ name: '市旅委', sheetId: null, stateTitle: null }] },
    ]);
  });
});

describe('a plan that cannot be allocated', () => {
  test('rows without units are findings, and a year of only such rows is refused', async () => {
    const lines = PLAN_LINES.filter((line) => line.no === '8').map((line) => ({ ...line, units: [] }));
    const other = await TargetOffice.open(database.source, lines);
    expect((await other.years.preview(other.tenantId, 2017)).findings.map((finding) => finding.kpiNo)).toEqual(['8']);
    await expect(other.openYear()).rejects.toMatchObject({ code: 'year.no-units' });
    await other.close();
  });

  test('two offices that open at once open the year once', async () => {
    const other = await TargetOffice.open(database.source, PLAN_LINES.slice(0, 2));
    const results = await Promise.allSettled([other.openYear(2017, 'a'), other.openYear(2017, 'b')]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    await other.close();
  });
});
