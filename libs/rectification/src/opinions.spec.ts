import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WorkingCalendar } from '#calendar';
import type { WorkflowDefinition } from '#contracts';
import { CalendarSource, Effects, SYSTEM, type Engine, type StepResult } from '#engine';
import { KnownUnits, type SavedRows } from '#organisation';
import { Database, newId, TestClock } from '#platform';
import { readFileSync } from 'node:fs';
import { engineParts } from '../../../test/harness/engine-parts.js';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { OpinionRegister } from './opinion-register.js';
import { OpinionTable } from './opinion-table.js';
import { RectificationModule } from './rectification.module.js';

type Row = Parameters<OpinionTable['save']>[2][number];

interface CaseFacts {
  instanceId: string;
  title: string;
  unitId: string | null;
  states: string[];
  subject: Record<string, unknown>;
}

const FILE = new URL('../../../../workflows/opinion-rectification/2.json', import.meta.url);
const DEFINITION = JSON.parse(readFileSync(FILE, 'utf8')) as WorkflowDefinition;
const DIRECTIONS = '1.提升城市规划的前瞻性、科学性。';
const PLAN = {
  planContent: '完善规则',
  steps: [{ date: '2017-06-30', content: '听取意见' }],
  leaderInCharge: '副局长',
  division: '法规处',
  measures: '修订细则',
};

class WeekendsOnly extends CalendarSource {
  of(): Promise<WorkingCalendar> {
    return Promise.resolve(new WorkingCalendar({ exceptions: [], publishedYears: [2017, 2018] }));
  }
}

let testDatabase: TestDatabase;
let database: Database;
let clock: TestClock;
let engine: Engine;
let table: OpinionTable;
let tenantId: string;
let unitIds: Map<string, string>;
let mails: unknown[];

beforeAll(async () => {
  testDatabase = await openDatabase();
  database = new Database(testDatabase.source);
});
afterAll(() => testDatabase.close());

beforeEach(async () => {
  tenantId = newId();
  unitIds = new Map(['HZ-JTJ', 'HZ-CTJT', 'HZ-GHJ'].map((code) => [code, newId()]));
  mails = [];
  clock = new TestClock('2017-01-03T09:00:00+08:00');
  const calendars = new WeekendsOnly();
  const effects = new Effects();
  new RectificationModule(effects).onModuleInit();
  effects.listen({
    writers: [],
    onStep: () => ({}),
    onEffect: (_, effect) => (effect.name === 'mail.send' && mails.push(effect.params.template) ? {} : null),
  });
  const parts = engineParts(database, effects, calendars, clock);
  const { definitions } = parts;
  ({ engine } = parts);
  table = new OpinionTable(new OpinionRegister(engine, calendars, clock));
  await database.query(
    `INSERT INTO tenants (tenant_id, code, name_zh, name_en) VALUES ($1, $2, '杭州市', 'Hangzhou')`,
    [tenantId, tenantId],
  );
  await database.query(
    `INSERT INTO units (unit_id, tenant_id, code, name, unit_type)
     SELECT unit_id, $1, code, code, 'government_department' FROM unnest($2::uuid[], $3::text[]) AS r(unit_id, code)`,
    [tenantId, [...unitIds.values()], [...unitIds.keys()]],
  );
  await definitions.publish(database, tenantId, DEFINITION, clock.now());
});

function row(opinionNo: number, cells: Partial<Row['cells']> = {}): Row {
  return {
    row: opinionNo + 1,
    cells: {
      opinion_no: opinionNo,
      year: null,
      area_no: 2,
      problem_area: '城市管理方面',
      problems: '1.城市管理科学性、创新性不够。',
      manifestation: `问题 ${opinionNo}`,
      lead_units: ['市交通运输局'],
      lead_unit_codes: ['HZ-JTJ'],
      rectification_directions: DIRECTIONS,
      is_dynamic_row: false,
      also_in_002: null,
      source_file: '003.txt',
      note: '',
      ...cells,
    },
  };
}

const OPEN_ROW = row(53, { problems: '', lead_units: [], lead_unit_codes: [], is_dynamic_row: true });

const save = (...rows: Row[]): Promise<SavedRows> => database.transaction((sql) => table.save(sql, tenantId, rows));

const cases = (): Promise<CaseFacts[]> =>
  database.query<CaseFacts>(
    `SELECT instance_id AS "instanceId", title_zh AS title, unit_id AS "unitId", states, subject
     FROM instances WHERE tenant_id = $1 ORDER BY subject ->> 'year', (subject ->> 'opinionNo')::integer`,
    [tenantId],
  );

function send(one: CaseFacts | undefined, event: string, given: Record<string, unknown> = {}): Promise<StepResult> {
  return engine.run({
    tenantId,
    instanceId: one?.instanceId ?? '',
    plan: () => Promise.resolve({ event, name: event, kind: 'step', actor: SYSTEM, given }),
  });
}

/** Imports opinions with these numbers and puts them on the sorting list. */
async function sorting(...numbers: number[]): Promise<CaseFacts[]> {
  await save(...numbers.map((opinionNo) => row(opinionNo)));
  const opened = await cases();
  for (const one of opened) await send(one, 'importDone');
  return opened;
}

/** From the sorting list to rectifying, on the ordinary way or the tracked one. */
async function toWork(one: CaseFacts | undefined, kind: 'ordinary' | 'tracked'): Promise<void> {
  await send(one, 'assign', { kind });
  await send(one, 'accept');
  await send(one, 'submit', PLAN);
  await send(one, 'sign');
  await send(one, kind === 'tracked' ? 'acceptTracked' : 'acceptOrdinary');
}

async function record(opinionNo: number): Promise<Record<string, unknown> | undefined> {
  const [found] = await database.query<Record<string, unknown>>(
    `SELECT status, ended_at IS NOT NULL AS ended, candidate_for, years_repeated FROM opinions
     WHERE tenant_id = $1 AND opinion_no = $2 AND year = 2017`,
    [tenantId, opinionNo],
  );
  return found;
}

describe('importing a list of opinions', () => {
  test('opens a case for each, all in the collection', async () => {
    const list = [row(12, { manifestation: '限牌摇号政策有待进一步完善' }), row(13), OPEN_ROW];
    expect(await save(...list)).toEqual({ added: 3, changed: 0 });
    const opened = await cases();
    expect(opened.map((one) => one.states)).toEqual([['collected'], ['collected'], ['collected']]);
    expect(opened[0]?.title).toBe('社会评价意见第 12 号：限牌摇号政策有待进一步完善');
    expect(opened[0]?.unitId).toBe(unitIds.get('HZ-JTJ'));
    expect(opened[0]?.subject).toMatchObject({ year: 2017, opinionNo: 12, directions: DIRECTIONS, kind: 'ordinary' });
    const linked = await database.query(
      `SELECT FROM opinions o JOIN instances i ON i.record_id = o.opinion_id AND i.instance_id = o.instance_id WHERE o.tenant_id = $1`,
      [tenantId],
    );
    expect(linked).toHaveLength(3);
  });

  test('makes the first of joint leads the lead and the others cooperate', async () => {
    await save(row(37, { lead_units: ['市交通运输局', '市城投集团'], lead_unit_codes: ['HZ-JTJ', 'HZ-CTJT'] }));
    const [one] = await cases();
    expect(one?.subject).toMatchObject({
      leadUnitsPrinted: '市交通运输局、市城投集团',
      leadUnitId: unitIds.get('HZ-JTJ'),
      coopUnitIds: [unitIds.get('HZ-CTJT')],
    });
  });

  test('lets the open row stand without a lead until it is handed over', async () => {
    await save(OPEN_ROW);
    const [open] = await cases();
    await send(open, 'importDone');
    await expect(send(open, 'assign')).rejects.toMatchObject({ code: 'step.refused' });
    expect(await send(open, 'assign', { leadUnitId: unitIds.get('HZ-GHJ') })).toMatchObject({ states: ['assigned'] });
  });

  test('changes nothing when it is run again, in the next year too', async () => {
    await save(row(12), row(13));
    expect(await save(row(12), row(13))).toEqual({ added: 0, changed: 0 });
    clock.moveTo('2018-02-01T09:00:00+08:00');
    expect(await save(row(12), row(13))).toEqual({ added: 0, changed: 0 });
    expect(await cases()).toHaveLength(2);
  });

  test('adds what is new in a longer list', async () => {
    await save(row(12));
    expect(await save(row(12), row(14))).toEqual({ added: 1, changed: 0 });
  });

  test('takes the same number anew in another year', async () => {
    await save(row(12));
    expect(await save(row(12, { year: 2018 }))).toEqual({ added: 1, changed: 0 });
    expect((await cases()).map((one) => one.subject.year)).toEqual([2017, 2018]);
  });

  test('refuses a number that is recorded with other words', async () => {
    await save(row(12), row(13));
    await expect(save(row(12), row(13, { manifestation: '另一个问题' }), row(14))).rejects.toMatchObject({
      code: 'opinion.recorded-otherwise',
      facts: { params: { year: 2017, numbers: [13] } },
    });
    expect(await cases()).toHaveLength(2);
  });
});

describe('checking a list of opinions', () => {
  const known = new KnownUnits([
    { code: 'HZ-JTJ', name: '市交通运输局', aliases: [], isGroup: false, parentCode: '' },
    { code: 'HZ-G-QXS', name: '各区、县（市）政府', aliases: [], isGroup: true, parentCode: '' },
  ]);

  test.each<[string, Partial<Row['cells']>, string]>([
    ['a missing lead unit', { lead_units: [], lead_unit_codes: [] }, 'opinion.lead-missing'],
    ['a group as lead', { lead_unit_codes: ['HZ-G-QXS'] }, 'opinion.lead-is-group'],
    ['more names than codes', { lead_units: ['市交通运输局', '市城投集团'] }, 'opinion.lead-codes-differ'],
  ])('reports %s with its row', (_, cells, code) => {
    expect(table.check([row(12, cells)], known)).toMatchObject([{ row: 13, column: 'lead_unit_codes', code }]);
  });

  test('takes the open row as it is', () => {
    expect(table.check([OPEN_ROW, row(12)], known)).toEqual([]);
  });
});

describe('joining a case to another', () => {
  test('ends it where the other is open', async () => {
    const [first] = await sorting(11, 12);
    expect(await send(first, 'merge', { mergedInto: 12 })).toMatchObject({ states: ['merged'], status: 'done' });
    expect(await record(11)).toMatchObject({ status: 'merged', ended: true });
    expect(await record(12)).toMatchObject({ status: 'open', ended: false });
  });

  test.each<[string, number, string]>([
    ['a number that is not there', 99, 'opinion.merge-target-missing'],
    ['itself', 11, 'opinion.merged-into-itself'],
  ])('is refused for %s, and the case stays', async (_, mergedInto, code) => {
    const [first] = await sorting(11, 12);
    await expect(send(first, 'merge', { mergedInto })).rejects.toMatchObject({ code });
    expect((await cases())[0]?.states).toEqual(['classified']);
  });

  test('is done one way only where two are joined to each other at once', async () => {
    const [first, second] = await sorting(11, 12);
    const results = await Promise.allSettled([
      send(first, 'merge', { mergedInto: 12 }),
      send(second, 'merge', { mergedInto: 11 }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'opinion.merge-target-ended' } });
  });
});

describe('the end of a case', () => {
  test('closes the opinion', async () => {
    const [one] = await sorting(12);
    await toWork(one, 'ordinary');
    await send(one, 'reportDone', { completionReport: '已完成', completionProof: '文号' });
    await send(one, 'acceptOrdinary');
    await send(one, 'close', { publicAnswer: '已修订细则' });
    expect(await record(12)).toMatchObject({ status: 'closed', ended: true, candidate_for: null });
    expect(mails).toEqual(['opinion.assigned', 'opinion.closed']);
  });

  test('proposes what is carried over for the tracked list of the next year', async () => {
    const [one] = await sorting(12);
    await toWork(one, 'ordinary');
    await send(one, 'xstate.after.yearEnd.opinion-rectification.rectifying');
    expect(await record(12)).toMatchObject({ status: 'carried', ended: true, candidate_for: 2018, years_repeated: 1 });

    await save(row(12, { year: 2018 }), row(13, { year: 2018 }));
    const next = (await cases()).filter((other) => other.subject.year === 2018);
    expect(next.map((other) => [other.subject.kind, other.subject.yearsRepeated])).toEqual([
      ['tracked', 2],
      ['ordinary', null],
    ]);
  });
});

test('each finding of a three-party check becomes a step', async () => {
  const [one] = await sorting(12);
  await toWork(one, 'tracked');
  await send(one, 'check');
  const finding = { date: '2017-07-31', content: '窗口公示不全，限期补齐' };
  const check = { checkOn: '2017-05-10', checkWay: 'covert', checkParties: '考评办、市民代表', checkSummary: '暗访' };
  await send(one, 'findings', { ...check, findings: [finding] });
  const [after] = await cases();
  expect(after?.states).toEqual(['trackedRectifying']);
  expect(after?.subject).toMatchObject({ steps: [...PLAN.steps, finding], findings: [], checks: [check] });
  expect(after?.subject.checkSummary).toBeNull();
});
