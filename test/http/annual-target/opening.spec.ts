import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { BulkResult, InboxRow, Problem, TargetTree, YearOpened, YearPreview } from '#contracts';
import { Office, type Person } from '../office.js';
import { DIRECTOR, OFFICER, SECOND_OFFICER } from './sheet-work.js';

let office: Office;
let officer: Person;
let second: Person;

beforeAll(async () => {
  office = await Office.open();
  officer = await office.person(OFFICER);
  second = await office.person(SECOND_OFFICER);
});
afterAll(() => office.close());

const preview = async (): Promise<YearPreview> => (await officer.get<YearPreview>('/api/years/2017/preview')).body;
const allocations = async (): Promise<InboxRow[]> => (await officer.inbox('tab=todo&state=allocated')).rows;
const bulk = (rows: InboxRow[], outcome: string, key = randomUUID()) =>
  officer.post<BulkResult>(
    '/api/tasks/answers',
    { outcome, tasks: rows.map(({ taskId, revision }) => ({ taskId, revision })) },
    { 'idempotency-key': key },
  );

describe('before the year is open', () => {
  test('the preview shows 26 main and 5 supplementary sheets, and why KPI 24 has none', async () => {
    const { sheets, findings, opened } = await preview();
    expect(opened).toBe(false);
    expect(sheets.filter((sheet) => sheet.kind === 'main')).toHaveLength(26);
    const supplements = sheets.filter((sheet) => sheet.kind === 'supplement');
    expect(supplements.map(({ unit, rows }) => [unit.code, rows.map((row) => row.kpiNo).join()])).toEqual([
      ['HZ-FGW', '3'],
      ['HZ-JXW', '4'],
      ['HZ-RCB', '6'],
      ['HZ-JXW', '11'],
      ['HZ-WGX', '16'],
    ]);
    expect(supplements.every(({ rows }) => rows.every((row) => row.awaitingValue))).toBe(true);
    expect(findings.map((finding) => finding.kpiNo)).toEqual(['24']);
    expect(findings[0]?.message.zh).toContain('2017');
  });

  test('a group stands for its members, and of joint leads the first holds the row', async () => {
    const { sheets } = await preview();
    const holders = (kpiNo: string) => sheets.filter(({ rows }) => rows.some((row) => row.kpiNo === kpiNo));
    expect(holders('1')).toHaveLength(13);
    expect(holders('4').map(({ unit, rows }) => [unit.code, rows[0]?.coopUnits.map((coop) => coop.code)])).toEqual([
      ['HZ-JXW', ['HZ-FGW', 'HZ-WCB', 'HZ-LW', 'HZ-JRB']],
    ]);
  });

  test('the weights of each sheet add up to 100', async () => {
    const { sheets } = await preview();
    const sums = sheets.map(({ rows }) => rows.reduce((sum, row) => sum + row.weight, 0));
    expect(new Set(sums)).toEqual(new Set([100]));
  });

  test.each([DIRECTOR, 'hz-hbj.operator', 'hz-hbj.leader', 'hz-szf.leader1', 'hz-kpb.admin'])(
    '%s may not open it',
    async (account) => {
      const person = await office.person(account);
      const reply = await person.post<Problem>('/api/years/2017/open', {});
      expect([reply.status, reply.body.code]).toEqual([403, 'permission.missing']);
      expect((await preview()).opened).toBe(false);
    },
  );

  test.each([
    [2015, 409, 'year.not-planned'],
    [1999, 422, 'request.invalid'],
  ])('the year %i is refused with %i', async (year, status, code) => {
    const reply = await officer.post<Problem>(`/api/years/${year}/open`, {});
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  test('a unit cannot declare targets of its own yet', async () => {
    const operator = await office.person('hz-jtj.operator');
    const { body } = await operator.get<{ posts: { unit: { unitId: string } }[] }>('/api/session');
    const reply = await operator.post<Problem>('/api/sheets', { year: 2017, unitId: body.posts[0]?.unit.unitId });
    expect([reply.status, reply.body.code]).toEqual([409, 'year.not-open']);
  });
});

describe('opening the year', () => {
  const key = randomUUID();
  const open = (person: Person, withKey: string) =>
    person.post<YearOpened & Problem>('/api/years/2017/open', {}, { 'idempotency-key': withKey });

  test('two clicks at once make 31 sheets once, and both get the same answer', async () => {
    const clicks = await Promise.all([open(officer, key), open(officer, key)]);
    expect(clicks.map((click) => click.status)).toEqual([200, 200]);
    expect(clicks.map((click) => click.body)).toEqual(
      Array(2).fill({ year: 2017, sheets: 31, rows: 61, awaitingValue: 5 }),
    );
    expect(await allocations()).toHaveLength(31);
  });

  test('the same key gets the same answer later, too', async () => {
    expect((await open(officer, key)).body).toEqual({ year: 2017, sheets: 31, rows: 61, awaitingValue: 5 });
  });

  test('a second time is refused, saying since when it is open', async () => {
    const reply = await open(second, randomUUID());
    expect([reply.status, reply.body.code]).toEqual([409, 'year.already-open']);
    expect(reply.body.params).toMatchObject({ year: 2017 });
    expect((await preview()).opened).toBe(true);
    expect(await allocations()).toHaveLength(31);
  });

  test('every officer finds the allocations in the inbox, due on 31 January', async () => {
    const { rows } = await second.inbox('tab=todo&state=allocated');
    expect(rows).toHaveLength(31);
    expect(new Set(rows.map((row) => row.due?.at))).toEqual(new Set(['2017-01-31T15:59:59.999Z']));
    expect(rows[0]?.bulk.map((outcome) => outcome.event)).toEqual(['send', 'valueMissing']);
  });
});

describe('allocating in bulk', () => {
  test('does not let a sheet wait whose values are there', async () => {
    const reply = await bulk([await officer.row('市环保局2017年度目标申报表')], 'valueMissing');
    expect(reply.body.results).toMatchObject([{ done: false, problem: { code: 'step.refused' } }]);
  });

  test('sends the sheets that have their values and says of each other row why it stays', async () => {
    const rows = await allocations();
    const reply = await bulk(rows, 'send');
    expect(reply.status).toBe(200);
    const done = reply.body.results.filter((result) => result.done);
    const refused = reply.body.results.filter((result) => !result.done);
    expect(done).toHaveLength(26);
    expect(done.every((result) => result.states[0]?.zh === '单位编制')).toBe(true);
    expect(refused.map((result) => result.problem.code)).toEqual(Array(5).fill('step.refused'));
    expect(refused.every((result) => result.title.zh.includes('补充申报表'))).toBe(true);
  });

  test('lets the others wait for their values, once however often it is sent', async () => {
    const rows = await allocations();
    const key = randomUUID();
    const first = await bulk(rows, 'valueMissing', key);
    expect(first.body.results.map((result) => result.done)).toEqual(Array(5).fill(true));
    expect((await bulk(rows, 'valueMissing', key)).body).toEqual(first.body);
    expect(await allocations()).toEqual([]);
    expect((await officer.inbox('tab=todo&state=awaitingValue')).rows).toHaveLength(5);
  });

  test('every unit finds its own sheet alone, due after 15 working days, a worked Sunday among them', async () => {
    const { rows } = await (await office.person('hz-hbj.operator')).inbox();
    expect(rows.map((row) => [row.title.zh, row.due?.at, row.due?.workingDaysLeft])).toEqual([
      ['市环保局2017年度目标申报表', '2017-01-23T15:59:59.999Z', 15],
    ]);
  });

  test('the list of targets shows for each KPI who holds it and where it stands', async () => {
    const { body } = await officer.get<TargetTree>('/api/targets');
    const year = (kpiNo: string) =>
      body.domains
        .flatMap((domain) => domain.kpis)
        .find((kpi) => kpi.kpiNo === kpiNo)
        ?.years.find((one) => one.year === 2017);
    expect(year('8')?.units.map((unit) => [unit.code, unit.stateTitle?.zh, unit.issued])).toEqual([
      ['HZ-HBJ', '单位编制', false],
    ]);
    expect(year('3')?.units.map((unit) => unit.stateTitle?.zh)).toEqual(['待上级下达数值']);
    expect(year('1')?.units).toHaveLength(13);
    expect(year('24')).toBeUndefined();
  });
});
