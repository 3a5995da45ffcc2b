import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BulkResult, HistoryEntry, Problem } from '#contracts';
import { OFFICER, SheetWork, WRITTEN, type TravellingSheet } from './sheet-work.js';

let work: SheetWork;

beforeAll(async () => {
  work = await SheetWork.open();
});
afterAll(() => work.close());

describe('the unit leader', () => {
  let sheet: TravellingSheet;

  beforeAll(async () => {
    sheet = await (await work.sheet('hz-hbj')).to('unitReview');
  });

  test('alone finds the sheet to sign, due in 3 working days', async () => {
    const { openTasks } = await sheet.case();
    expect(openTasks).toMatchObject([{ state: 'unitReview', unit: { code: 'HZ-HBJ' }, due: { workingDaysLeft: 3 } }]);
    expect((await (await sheet.leader()).row('市环保局')).ask.zh).toBe('签批');
  });

  test.each(['hz-hbj.operator', 'hz-kw.leader', OFFICER, 'hz-kpb.director', 'hz-szf.leader1'])(
    'signs, not %s',
    async (account) => {
      const { task, revision } = await (await sheet.leader()).task(sheet.instanceId);
      const person = await work.person(account);
      const reply = await person.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'sign', revision });
      expect([reply.status, reply.body.code]).toEqual([404, 'task.missing']);
      expect(await sheet.state()).toBe('unitReview');
    },
  );

  test('says why when sending it back', async () => {
    const leader = await sheet.leader();
    const silent = await leader.try(sheet.instanceId, 'return');
    expect([silent.status, silent.body.code, silent.body.errors?.[0]?.pointer]).toEqual([
      422,
      'answer.invalid',
      '/opinion',
    ]);
    const blank = await leader.try(sheet.instanceId, 'return', { opinion: '   ' });
    expect([blank.status, blank.body.errors?.[0]?.pointer]).toEqual([422, '/opinion']);
    expect(await leader.answer(sheet.instanceId, 'return', { opinion: '措施请写明责任处室。' })).toEqual(['drafting']);
  });

  test('is heard: the unit may change every target, and the office’s rounds are not counted', async () => {
    const rows = (await sheet.view('hz-hbj.operator')).rows;
    expect(rows.map((row) => row.locked)).toEqual([false, false, false]);
    expect(await sheet.fact('rounds')).toBe(0);
    const { body } = await (await sheet.operator()).get<HistoryEntry[]>(`/api/cases/${sheet.instanceId}/history`);
    expect(body.at(-1)).toMatchObject({
      title: { zh: '退回' },
      opinion: '措施请写明责任处室。',
      fromPaths: ['unitReview'],
      toPaths: ['drafting'],
    });
  });

  test('signs what was mended, and where no unit cooperates it goes straight to the office', async () => {
    await sheet.to('unitReview');
    expect(await (await sheet.leader()).answer(sheet.instanceId, 'sign')).toEqual(['officeReview']);
  });

  test('cannot take the signature back', async () => {
    const leader = await sheet.leader();
    const done = (await leader.inbox('tab=done')).rows.find((row) => row.instanceId === sheet.instanceId);
    const { revision } = await leader.case(sheet.instanceId);
    const reply = await leader.post<Problem>(`/api/tasks/${done?.taskId ?? ''}/answer`, {
      outcome: 'return',
      revision,
      opinion: '退回',
    });
    expect([reply.status, reply.body.code]).toEqual([409, 'task.already-done']);
    expect(await sheet.state()).toBe('officeReview');
  });
});

describe('many sheets in one act', () => {
  const inOneAct = async (sheet: TravellingSheet, outcome: string): Promise<BulkResult & Problem> => {
    const leader = await sheet.leader();
    const { task, revision } = await leader.task(sheet.instanceId);
    const body = { outcome, opinion: '一并处理。', tasks: [{ taskId: task.taskId, revision }] };
    return (await leader.post<BulkResult & Problem>('/api/tasks/answers', body)).body;
  };

  test('are signed', async () => {
    const { results } = await inOneAct(await (await work.sheet('hz-kw')).to('unitReview'), 'sign');
    expect(results).toMatchObject([
      { done: true, states: [{ zh: '考评办审核' }], title: { zh: '市科委2017年度目标申报表' } },
    ]);
  });

  test('are never sent back, which the definition does not allow in bulk', async () => {
    const sheet = await (await work.sheet('hz-sww')).to('unitReview');
    await inOneAct(sheet, 'return');
    expect(await sheet.state()).toBe('unitReview');
  });
});

describe('somebody who drafted', () => {
  test('and submitted may not sign, though a leader, too', async () => {
    const sheet = await (await work.sheet('hz-cjw')).to('drafting');
    await work.giveAlso('hz-cjw.operator', 'unit.leader');
    await sheet.to('unitReview');
    const both = await sheet.operator();
    const reply = await both.try(sheet.instanceId, 'sign');
    expect([reply.status, reply.body.code]).toEqual([403, 'task.not-separate']);
    expect((await both.try(sheet.instanceId, 'return', { opinion: '退回自己' })).status).toBe(403);
    expect(await (await sheet.leader()).answer(sheet.instanceId, 'sign')).toEqual(['officeReview']);
  });

  test('may not sign, though a colleague submitted it', async () => {
    const sheet = await (await work.sheet('hz-mzj')).to('drafting');
    await work.giveAlso('hz-mzj.leader', 'unit.operator');
    expect((await sheet.patch('hz-mzj.leader', 1, WRITTEN)).status).toBe(200);
    expect(await (await sheet.operator()).answer(sheet.instanceId, 'submit')).toEqual(['unitReview']);
    const reply = await (await sheet.leader()).try(sheet.instanceId, 'sign');
    expect([reply.status, reply.body.code]).toEqual([403, 'task.not-separate']);
  });

  test('may not review for the office either', async () => {
    const sheet = await (await work.sheet('hz-ywj')).to('drafting');
    await work.giveAlso('hz-ywj.operator', 'office.officer');
    await sheet.to('officeReview');
    const reply = await (await sheet.operator()).try(sheet.instanceId, 'pass');
    expect([reply.status, reply.body.code]).toEqual([403, 'task.not-separate']);
  });
});
