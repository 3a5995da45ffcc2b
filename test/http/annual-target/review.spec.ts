import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '#contracts';
import type { Person } from '../office.js';
import { OFFICER, returning, SECOND_OFFICER, SheetWork, WRITTEN, type TravellingSheet } from './sheet-work.js';

const ALL_WELL = { accurate: true, thorough: true, reasonable: true, ambitious: true, admissible: true };

let work: SheetWork;
let officer: Person;

beforeAll(async () => {
  work = await SheetWork.open();
  officer = await work.person(OFFICER);
});
afterAll(() => work.close());

describe('returning a sheet', () => {
  let sheet: TravellingSheet;

  beforeAll(async () => {
    sheet = await (await work.sheet('hz-hbj')).to('officeReview');
  });

  test('needs an opinion', async () => {
    const reply = await officer.try(sheet.instanceId, 'return', { data: returning([await sheet.row(1)]) });
    expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([422, '/opinion']);
  });

  test('must name the targets that go back', async () => {
    const reply = await officer.try(sheet.instanceId, 'return', { opinion: '请修改。' });
    expect([reply.status, reply.body.code, reply.body.errors?.[0]?.pointer]).toEqual([
      422,
      'sheet.return-names-no-row',
      '/data/rows',
    ]);
    expect(await sheet.state()).toBe('officeReview');
  });

  test('must say of each target why', async () => {
    const { rowId } = await sheet.row(1);
    const data = { rows: { [rowId]: { verdict: 'return', opinion: ' ' } } };
    const reply = await officer.try(sheet.instanceId, 'return', { opinion: '请修改。', data });
    expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([422, `/data/rows/${rowId}/opinion`]);
  });

  test('cannot name a target of another sheet', async () => {
    const other = await work.sheet('hz-kw');
    const { rowId } = await other.row(1);
    const reply = await officer.try(sheet.instanceId, 'return', {
      opinion: '请修改。',
      data: returning([await other.row(1)]),
    });
    expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([422, `/data/rows/${rowId}`]);
  });

  test('and passing it at once is refused', async () => {
    const reply = await officer.try(sheet.instanceId, 'pass', { data: returning([await sheet.row(1)]) });
    expect([reply.status, reply.body.code]).toEqual([409, 'sheet.pass-returns-row']);
  });

  test('opens what was named, locks what was accepted and counts the round', async () => {
    const named = await sheet.row(1);
    expect(
      await officer.answer(sheet.instanceId, 'return', { opinion: '第1项措施不具体。', data: returning([named]) }),
    ).toEqual(['drafting']);
    const rows = (await sheet.view('hz-hbj.operator')).rows;
    expect(rows.map((row) => row.locked)).toEqual([false, true, true]);
    expect(rows[0]?.verdicts[0]).toMatchObject({
      state: 'officeReview',
      verdict: 'return',
      opinion: '措施不具体，请细化。',
    });
    expect(rows[1]?.verdicts[0]).toMatchObject({ verdict: 'accept' });
    expect([await sheet.fact('rounds'), await sheet.fact('returnedRows')]).toEqual([1, 1]);
  });

  test('leaves accepted targets locked for the unit, returned ones open', async () => {
    const locked = await sheet.patch<Problem>('hz-hbj.operator', 2, { measures: '改写' });
    expect([locked.status, locked.body.code]).toEqual([409, 'row.locked']);
    expect((await sheet.patch('hz-hbj.operator', 1, { measures: '每月一报，责任到处室。' })).status).toBe(200);
  });

  test('brings the sheet back through signature to the office, where the accepted rows keep what was said', async () => {
    await sheet.to('officeReview');
    const rows = (await sheet.view()).rows;
    expect(rows.map((row) => row.locked)).toEqual([false, true, true]);
    expect(rows[0]?.content.measures).toBe(WRITTEN.measures);
    expect(await officer.answer(sheet.instanceId, 'pass', { data: ALL_WELL })).toEqual(['publicComment']);
  });
});

describe('after a return', () => {
  test('only the units of the returned targets are asked to countersign again', async () => {
    const sheet = await (await work.sheet('hz-gsq')).to('drafting');
    const [jxw, fgw] = [await work.unit('HZ-JXW'), await work.unit('HZ-FGW')];
    await sheet.patch('hz-gsq.operator', 1, { coopUnitIds: [jxw.unitId] });
    await sheet.patch('hz-gsq.operator', 2, { coopUnitIds: [fgw.unitId] });
    await sheet.to('officeReview');
    await officer.answer(sheet.instanceId, 'return', { opinion: '第2项重报。', data: returning([await sheet.row(2)]) });
    await sheet.to('cosign');
    expect((await sheet.case()).openTasks.map((task) => task.unit?.code)).toEqual(['HZ-FGW']);
    await sheet.to('officeReview');
    expect((await sheet.row(1)).countersigns).toMatchObject([{ unit: { code: 'HZ-JXW' }, agrees: true }]);
  });

  test('more than three times the director is told to call the unit together, once for each', async () => {
    const sheet = await work.sheet('hz-czj');
    const told = async (): Promise<string[]> => {
      await work.office.moveTo(work.office.now().toISOString());
      return (await work.mails(sheet))
        .filter((mail) => mail.subject.includes('多次退回'))
        .map((mail) => mail.to.join());
    };
    for (let round = 1; round <= 4; round += 1) {
      expect(await told()).toEqual([]);
      await sheet.to('officeReview');
      await officer.answer(sheet.instanceId, 'return', {
        opinion: `第${round}次退回。`,
        data: returning([await sheet.row(1)]),
      });
      expect(await sheet.fact('rounds')).toBe(round);
    }
    expect(await told()).toEqual(['hz-kpb.director@hangzhou.example']);
  });
});

describe('passing a sheet', () => {
  test('keeps the four checks and admission with the case', async () => {
    const sheet = await (await work.sheet('hz-kw')).to('officeReview');
    await officer.answer(sheet.instanceId, 'pass', { data: ALL_WELL, opinion: '符合规划。' });
    const facts = Object.fromEntries((await sheet.case()).facts.map((fact) => [fact.field, fact.value]));
    expect(facts).toMatchObject(ALL_WELL);
  });

  test('takes only yes or no for a check, and nothing that is not asked', async () => {
    const sheet = await (await work.sheet('hz-cjw')).to('officeReview');
    const reply = await officer.try(sheet.instanceId, 'pass', { data: { accurate: '是', rounds: 0 } });
    expect([reply.status, reply.body.code]).toEqual([422, 'answer.invalid']);
    expect(reply.body.errors?.map((error) => error.pointer)).toContain('/data/accurate');
    const extra = await officer.try(sheet.instanceId, 'pass', { data: { rounds: 0 } });
    expect([extra.status, extra.body.errors?.[0]?.code]).toEqual([422, 'field.unknown']);
  });

  test('is open to every officer, and to one only', async () => {
    const sheet = await (await work.sheet('hz-ywj')).to('officeReview');
    const second = await work.person(SECOND_OFFICER);
    const { task, revision } = await second.task(sheet.instanceId);
    await officer.answer(sheet.instanceId, 'pass');
    const late = await second.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'pass', revision });
    expect([late.status, late.body.code]).toEqual([409, 'task.already-done']);
    expect(late.body.detail.zh).toContain('市考评办经办人一');
    expect(late.body.params).toMatchObject({ by: { zh: '市考评办经办人一' }, outcome: 'pass' });
  });
});

describe('refusing admission', () => {
  test('is no way to treat what the office itself assigned', async () => {
    const sheet = await (await work.sheet('hz-mzj')).to('officeReview');
    const { task } = await officer.task(sheet.instanceId);
    expect(task.outcomes.map((outcome) => outcome.event)).toEqual(['pass', 'return', 'refuse']);
    const reply = await officer.try(sheet.instanceId, 'refuse', { opinion: '与上年重复。' });
    expect([reply.status, reply.body.code]).toEqual([409, 'step.refused']);
  });

  test('ends a self-declared sheet for a reason that the unit is told', async () => {
    const sheet = await (await work.declaredSheet('hz-jtj')).to('officeReview');
    const silent = await officer.try(sheet.instanceId, 'refuse');
    expect([silent.status, silent.body.errors?.[0]?.pointer]).toEqual([422, '/opinion']);
    expect(await officer.answer(sheet.instanceId, 'refuse', { opinion: '与市建委目标重复。' })).toEqual([
      'notAdmitted',
    ]);
    expect(await sheet.case('hz-jtj.operator')).toMatchObject({ status: 'done', ending: 'refused' });
    await work.office.moveTo(work.office.now().toISOString());
    const told = (await work.mails(sheet)).filter((mail) => mail.subject.includes('不予准入'));
    expect(told.map((mail) => mail.to.join())).toEqual([
      'hz-jtj.operator@hangzhou.example,hz-jtj.leader@hangzhou.example',
    ]);
  });

  test('leaves nothing to be written in it', async () => {
    const sheet = await (await work.declaredSheet('hz-sgb')).to('officeReview');
    await officer.answer(sheet.instanceId, 'refuse', { opinion: '不属考核范围。' });
    const reply = await sheet.patch<Problem>('hz-sgb.operator', 1, { measures: '改写' });
    expect(reply.status).toBe(409);
    const late = await officer.try(sheet.instanceId, 'pass').catch((error: unknown) => String(error));
    expect(late).toContain('the case stands at notAdmitted');
  });
});
