import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { BulkResult, Problem, SheetView, TargetTree } from '#contracts';
import type { Person } from '../office.js';
import { DIRECTOR, MAYOR, OFFICER, PLAIN_UNITS, SheetWork, type TravellingSheet } from './sheet-work.js';

let work: SheetWork;
let officer: Person;
let director: Person;
let mayor: Person;
const sheets = new Map<string, TravellingSheet>();

const of = (account: string): TravellingSheet => {
  const sheet = sheets.get(account);
  if (!sheet) throw new Error(`${account} has no sheet`);
  return sheet;
};

/** Gives every open task of a state the same answer, in one act. */
async function answerAll(
  person: Person,
  state: string,
  outcome: string,
  key: string = randomUUID(),
): Promise<BulkResult['results']> {
  const { rows } = await person.inbox(`tab=todo&state=${state}`);
  const tasks = rows.map(({ taskId, revision }) => ({ taskId, revision }));
  const reply = await person.post<BulkResult>('/api/tasks/answers', { outcome, tasks }, { 'idempotency-key': key });
  return reply.body.results;
}

beforeAll(async () => {
  work = await SheetWork.open();
  [officer, director, mayor] = [await work.person(OFFICER), await work.person(DIRECTOR), await work.person(MAYOR)];
  for (const account of Object.keys(PLAIN_UNITS))
    sheets.set(account, await (await work.sheet(account)).to('officeReview'));
});
afterAll(() => work.close());

describe('on the way to leadership', () => {
  test('22 sheets are passed, and after their window handled, each in one act', async () => {
    expect((await answerAll(officer, 'officeReview', 'pass')).filter((result) => result.done)).toHaveLength(22);
    await of('hz-hbj').to('commentHandling');
    expect((await answerAll(officer, 'commentHandling', 'handled')).filter((result) => result.done)).toHaveLength(22);
    expect((await director.inbox('tab=todo&state=directorReview')).rows).toHaveLength(22);
  });

  test('the director decides, nobody else', async () => {
    const { task, revision } = await director.task(of('hz-hbj').instanceId);
    for (const account of [OFFICER, MAYOR, 'hz-hbj.leader']) {
      const person = await work.person(account);
      const reply = await person.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'approve', revision });
      expect([account, reply.status]).toEqual([account, 404]);
    }
  });

  test('whoever reviewed may not decide, though director, too', async () => {
    const held = await of('hz-sww').to('directorReview');
    await work.giveAlso(OFFICER, 'office.director');
    const reply = await officer.try(held.instanceId, 'approve');
    expect([reply.status, reply.body.code]).toEqual([403, 'task.not-separate']);
  });

  test('the director sends back for a reason, and the office reviews again', async () => {
    const sheet = of('hz-rsj');
    const silent = await director.try(sheet.instanceId, 'return');
    expect([silent.status, silent.body.errors?.[0]?.pointer]).toEqual([422, '/opinion']);
    expect(await director.answer(sheet.instanceId, 'return', { opinion: '口径再核。' })).toEqual(['officeReview']);
    expect(await sheet.fact('rounds')).toBe(0);
    expect(await officer.answer(sheet.instanceId, 'pass')).toEqual(['publicComment']);
  });

  test('the director approves the others in one act', async () => {
    const results = await answerAll(director, 'directorReview', 'approve');
    expect(results).toHaveLength(21);
    expect(results.every((result) => result.done && result.states[0]?.zh === '报批')).toBe(true);
  });
});

describe('leadership', () => {
  test('says why when returning or refusing', async () => {
    for (const outcome of ['return', 'refuse']) {
      const reply = await mayor.try(of('linan').instanceId, outcome);
      expect([outcome, reply.status, reply.body.errors?.[0]?.pointer]).toEqual([outcome, 422, '/opinion']);
    }
  });

  test('returns a sheet to the office', async () => {
    expect(await mayor.answer(of('linan').instanceId, 'return', { opinion: '权重再斟酌。' })).toEqual(['officeReview']);
  });

  test('refuses a sheet, which ends it, and office and unit are told', async () => {
    const sheet = of('yuhang');
    expect(await mayor.answer(sheet.instanceId, 'refuse', { opinion: '不宜列入。' })).toEqual(['notAdmitted']);
    expect(await sheet.case()).toMatchObject({ status: 'done', ending: 'refused', openTasks: [] });
    await work.office.moveTo(work.office.now().toISOString());
    const told = (await work.mails(sheet)).filter((mail) => mail.subject.includes('不予准入'));
    expect(told.map((mail) => [...mail.to].sort())).toEqual([
      ['hz-kpb.officer1', 'hz-kpb.officer2', 'yuhang.leader', 'yuhang.operator'].map(
        (name) => `${name}@hangzhou.example`,
      ),
    ]);
  });

  test('agrees to 20 sheets in one act, and each row says what became of it', async () => {
    await of('hz-rsj').to('leadershipApproval');
    const [finished] = (await mayor.inbox('tab=done')).rows;
    const { rows } = await mayor.inbox('tab=todo&state=leadershipApproval');
    expect(rows).toHaveLength(20);
    const tasks = [...rows, { taskId: finished?.taskId, revision: 9 }, { taskId: randomUUID(), revision: 1 }].map(
      ({ taskId, revision }) => ({ taskId, revision }),
    );
    const key = { 'idempotency-key': randomUUID() };
    const agree = () => mayor.post<BulkResult>('/api/tasks/answers', { outcome: 'agree', tasks }, key);
    const { body } = await agree();
    expect(body.results.map((result) => (result.done ? result.states[0]?.zh : result.problem.code))).toEqual([
      ...Array<string>(20).fill('下达执行'),
      'task.already-done',
      'task.missing',
    ]);
    expect(body.results.slice(0, 20).map((result) => result.title.zh)).toEqual(rows.map((row) => row.title.zh));
    expect((await agree()).body).toEqual(body);
  });

  test('sees in the row of a sheet that moved on meanwhile why it was not taken', async () => {
    const { task } = await mayor.task((await of('linan').to('leadershipApproval')).instanceId);
    const tasks = [{ taskId: task.taskId, revision: 1 }];
    const stale = await mayor.post<BulkResult>('/api/tasks/answers', { outcome: 'agree', tasks });
    expect(stale.body.results).toMatchObject([
      { done: false, problem: { code: 'case.changed' }, title: { zh: '临安区2017年度目标申报表' } },
    ]);
  });

  test('writes the number of the paper that approves', async () => {
    const sheet = of('linan');
    const long = await mayor.try(sheet.instanceId, 'agree', { data: { approvalPaper: '号'.repeat(121) } });
    expect([long.status, long.body.errors?.[0]?.pointer]).toEqual([422, '/data/approvalPaper']);
    const data = { approvalPaper: '市委〔2017〕1号' };
    expect(await mayor.answer(sheet.instanceId, 'agree', { data })).toEqual(['issued']);
    expect((await sheet.view('linan.operator')).approvalPaper).toBe('市委〔2017〕1号');
  });
});

describe('an issued sheet', () => {
  test('is locked for everybody', async () => {
    const sheet = of('hz-hbj');
    expect((await sheet.view()).rows.map((row) => row.locked)).toEqual([true, true, true]);
    for (const account of ['hz-hbj.operator', OFFICER]) {
      const reply = await sheet.patch<Problem>(account, 1, { measures: '改写' });
      expect([account, reply.status]).toEqual([account, 409]);
    }
  });

  test('shows as issued in the list of targets, one that was refused does not', async () => {
    const { body } = await officer.get<TargetTree>('/api/targets');
    const units = body.domains
      .flatMap((domain) => domain.kpis)
      .find((kpi) => kpi.kpiNo === '1')
      ?.years.find((one) => one.year === 2017)?.units;
    expect(units).toHaveLength(13);
    expect(units?.filter((unit) => !unit.issued).map((unit) => [unit.code, unit.stateTitle?.zh])).toEqual([
      ['余杭区', '不予准入'],
    ]);
  });

  test('may be read by every unit', async () => {
    const stranger = await work.person('hz-kw.operator');
    const { status, body } = await stranger.get<SheetView>(`/api/sheets/${of('hz-hbj').sheetId}`);
    expect([status, body.mode, body.rows.length]).toEqual([200, 'read', 3]);
  });

  test('is told to its unit in one mail', async () => {
    await work.office.moveTo(work.office.now().toISOString());
    const told = (await work.mails(of('hz-hbj'))).filter((mail) => mail.subject.startsWith('目标下达'));
    expect(told.map((mail) => mail.to.join())).toEqual([
      'hz-hbj.operator@hangzhou.example,hz-hbj.leader@hangzhou.example',
    ]);
    expect(told[0]?.text).toMatch(/办理|查看：http/u);
  });
});
