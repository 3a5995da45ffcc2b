import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HistoryEntry, Problem } from '#contracts';
import type { Person } from '../office.js';
import { OFFICER, SheetWork, WRITTEN, type TravellingSheet } from './sheet-work.js';

let work: SheetWork;
let industry: Person;
let planning: Person;

beforeAll(async () => {
  work = await SheetWork.open();
  industry = await work.person('hz-jxw.leader');
  planning = await work.person('hz-fgw.leader');
});
afterAll(() => work.close());

/** A sheet of three targets: the first with 市经信委, the second with 市经信委 and 市发改委, the third alone. */
async function withCooperation(account: string): Promise<TravellingSheet> {
  const sheet = await (await work.sheet(account)).to('drafting');
  const [jxw, fgw] = [await work.unit('HZ-JXW'), await work.unit('HZ-FGW')];
  await sheet.patch(`${account}.operator`, 1, { coopUnitIds: [jxw.unitId] });
  await sheet.patch(`${account}.operator`, 2, { coopUnitIds: [jxw.unitId, fgw.unitId] });
  return sheet.to('cosign');
}

const seenBy = async (sheet: TravellingSheet, account: string): Promise<number[]> =>
  (await sheet.view(account)).rows.map((row) => row.no);

describe('cooperating units', () => {
  let sheet: TravellingSheet;

  beforeAll(async () => {
    sheet = await withCooperation('hz-hbj');
  });

  test('are asked side by side, due in 5 working days', async () => {
    const { openTasks } = await sheet.case();
    expect(openTasks.map((task) => [task.unit?.code, task.due?.workingDaysLeft]).sort()).toEqual([
      ['HZ-FGW', 5],
      ['HZ-JXW', 5],
    ]);
  });

  test('see their own rows alone', async () => {
    expect(await seenBy(sheet, 'hz-jxw.leader')).toEqual([1, 2]);
    expect(await seenBy(sheet, 'hz-fgw.leader')).toEqual([2]);
    expect(await seenBy(sheet, 'hz-hbj.operator')).toEqual([1, 2, 3]);
    await expect(seenBy(sheet, 'hz-kw.leader')).rejects.toThrow('sheet.missing');
  });

  test('are asked through their leaders: neither their operators nor the lead unit may answer', async () => {
    const { task, revision } = await industry.task(sheet.instanceId);
    for (const account of ['hz-jxw.operator', 'hz-hbj.leader', 'hz-fgw.leader', OFFICER]) {
      const reply = await (
        await work.person(account)
      ).post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'agree', revision });
      expect([account, reply.status, reply.body.code]).toEqual([account, 404, 'task.missing']);
    }
  });

  test('go on only when all have answered', async () => {
    expect(await industry.answer(sheet.instanceId, 'agree')).toEqual(['cosign']);
    expect((await sheet.case()).openTasks.map((task) => task.unit?.code)).toEqual(['HZ-FGW']);
    const row = await sheet.row(2);
    expect(row.countersigns.map(({ unit, agrees }) => [unit.code, agrees])).toEqual([
      ['HZ-JXW', true],
      ['HZ-FGW', null],
    ]);
    expect(await planning.answer(sheet.instanceId, 'agree')).toEqual(['officeReview']);
    expect(await sheet.fact('objected')).toBe(false);
    expect((await sheet.row(2)).countersigns.map((one) => one.agrees)).toEqual([true, true]);
  });

  test('do not stand in each other’s way when they answer at once', async () => {
    const other = await withCooperation('linan');
    const answers = await Promise.all([
      industry.try(other.instanceId, 'agree'),
      planning.try(other.instanceId, 'agree'),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await other.state()).toBe('officeReview');
  });
});

describe('an objection', () => {
  let sheet: TravellingSheet;
  beforeAll(async () => {
    sheet = await withCooperation('shangcheng');
  });

  test('needs its reason', async () => {
    const reply = await industry.try(sheet.instanceId, 'object');
    expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([422, '/opinion']);
  });

  test('waits for the others and then brings the sheet to the office, with its text at the row', async () => {
    const { rowId } = await sheet.row(2);
    const data = { rows: { [rowId]: { verdict: 'object', opinion: '口径与统计不符。' } } };
    expect(await industry.answer(sheet.instanceId, 'object', { opinion: '第2项口径不符。', data })).toEqual(['cosign']);
    expect(await planning.answer(sheet.instanceId, 'agree')).toEqual(['officeReview']);
    expect(await sheet.fact('objected')).toBe(true);
    expect((await sheet.row(1)).countersigns.map((one) => one.agrees)).toEqual([true]);
    expect((await sheet.row(2)).countersigns).toMatchObject([
      { unit: { code: 'HZ-JXW' }, agrees: false, reason: '口径与统计不符。' },
      { agrees: true },
    ]);
  });

  test('stands in the history under the unit that made it', async () => {
    const { body } = await (await work.person(OFFICER)).get<HistoryEntry[]>(`/api/cases/${sheet.instanceId}/history`);
    expect(body.find((entry) => entry.opinion === '第2项口径不符。')).toMatchObject({
      title: { zh: '不同意' },
      unit: { code: 'HZ-JXW' },
    });
    expect(body.at(-1)).toMatchObject({ fromPaths: ['cosign'], toPaths: ['officeReview'] });
  });

  test('leaves the decision to the office', async () => {
    expect(await (await work.person(OFFICER)).answer(sheet.instanceId, 'pass')).toEqual(['publicComment']);
  });

  test.each<[string, string, string, number, string]>([
    ['agreeing while a row is objected to', 'xiacheng', 'agree', 2, '不同意此项。'],
    ['naming a row of another unit', 'jianggan', 'object', 3, '不同意此项。'],
    ['an over-long reason', 'fuyang', 'object', 2, '长'.repeat(2001)],
    ['a reason with NUL in it', 'jiande', 'object', 2, '不\u0000同意'],
  ])('is refused as a whole for %s', async (_, account, outcome, no, opinion) => {
    const unanswered = await withCooperation(account);
    const { rowId } = await unanswered.row(no);
    const data = { rows: { [rowId]: { verdict: 'object', opinion } } };
    const reply = await planning.try(unanswered.instanceId, outcome, { opinion: '见各项。', data });
    expect([reply.status, reply.body.errors?.[0]?.pointer.startsWith(`/data/rows/${rowId}`)]).toEqual([422, true]);
  });
});

describe('silence', () => {
  let sheet: TravellingSheet;

  beforeAll(async () => {
    sheet = await withCooperation('yuhang');
    await industry.answer(sheet.instanceId, 'agree');
  });

  test('is waited out for 5 working days', async () => {
    const [state] = (await sheet.case()).states;
    expect(state?.until).toBe('2017-01-10T15:59:59.999Z');
    await work.office.moveTo('2017-01-10T23:59:00+08:00');
    expect(await sheet.state()).toBe('cosign');
  });

  test('then lets the sheet go on, with a mark for who kept silent', async () => {
    await work.office.moveTo('2017-01-11T00:00:00+08:00');
    const { unitId } = await work.unit('HZ-FGW');
    expect(await sheet.state()).toBe('officeReview');
    expect(await sheet.fact('unansweredUnitIds')).toEqual([unitId]);
    expect(await sheet.fact('objected')).toBe(false);
    expect((await sheet.row(2)).countersigns.map((one) => one.agrees)).toEqual([true, null]);
  });

  test('is reminded of before, and told to the office when it is over, each once', async () => {
    const mails = (await work.mails(sheet)).filter((mail) => mail.to.includes('hz-fgw.leader@hangzhou.example'));
    expect(mails.map((mail) => mail.subject.slice(0, 2)).sort()).toEqual(['今日', '提醒']);
    expect(mails.find((mail) => mail.subject.startsWith('今日'))?.to).toContain('hz-kpb.officer1@hangzhou.example');
  });

  test('cannot be broken afterwards', async () => {
    const own = (await planning.inbox('tab=todo')).rows.filter((row) => row.instanceId === sheet.instanceId);
    expect(own).toEqual([]);
    expect(await seenBy(sheet, 'hz-fgw.leader')).toEqual([2]);
  });
});

test('joint leads of the plan countersign whatever the unit writes', async () => {
  const sheet = await (await work.sheet('hz-rcb', '市委人才办2017年度目标申报表')).to('drafting');
  const left = await sheet.patch<Problem>('hz-rcb.operator', 1, { ...WRITTEN, coopUnitIds: [] });
  expect([left.status, left.body.errors?.[0]?.code]).toEqual([422, 'row.cooperation-assigned']);
  await sheet.to('cosign');
  expect((await sheet.case()).openTasks.map((task) => task.unit?.code)).toEqual(['HZ-RSJ']);
});
