import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '#contracts';
import { OpinionOffice, refusal, refusedFields, REPORT } from './opinion-office.js';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

const at = (instant: string): Promise<void> => opinions.office.moveTo(instant);

describe('monthly progress', () => {
  test('needs its day and its words', async () => {
    const id = await opinions.bring(10, 'rectifying');
    const reply = await (await opinions.lead(id, 'operator')).try(id, 'progress', { data: { progressProof: '台账' } });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([
      422,
      'answer.invalid',
      ['/data/progressOn', '/data/progressText'],
    ]);
  });

  test('is added month by month while the task stays', async () => {
    const id = opinions.idOf(10);
    const operator = await opinions.lead(id, 'operator');
    const { task } = await operator.task(id);
    const reports = ['01', '02', '03'].map((month) => ({
      progressOn: `2017-${month}-28`,
      progressText: `${month}月进展`,
      progressProof: '台账',
    }));
    for (const data of reports) expect(await operator.answer(id, 'progress', { data })).toEqual(['rectifying']);
    expect(await opinions.fact(id, 'progress')).toEqual(reports);
    const now = (await operator.task(id)).task;
    expect(now).toMatchObject({ taskId: task.taskId, due: { at: '2017-12-31T15:59:59.999Z' } });
    expect(now.form?.values).toMatchObject({ progressOn: null, progressText: null, progressProof: null });
  });

  test('stands in the history with what it added', async () => {
    const entry = (await opinions.history(opinions.idOf(10))).at(-1);
    expect(entry).toMatchObject({
      event: 'progress',
      title: { zh: '报送本月进展' },
      actor: { post: { zh: '单位经办人' } },
      unit: { code: 'HZ-JTJ' },
    });
    expect(entry?.changes.find((change) => change.field === 'progress')?.after).toHaveLength(3);
  });

  test('sent from a stale page is refused and loses nothing', async () => {
    const id = opinions.idOf(10);
    const operator = await opinions.lead(id, 'operator');
    const { task, revision } = await operator.task(id);
    await operator.answer(id, 'progress', { data: { progressOn: '2017-04-28', progressText: '四月进展' } });
    const data = { progressOn: '2017-04-28', progressText: '另一窗口填写' };
    const reply = await operator.post<Problem>(`/api/tasks/${task.taskId}/answer`, {
      outcome: 'progress',
      revision,
      data,
    });
    expect(refusal(reply)).toEqual([409, 'case.changed']);
    expect(reply.body.params).toMatchObject({ revision: revision + 1, states: ['rectifying'] });
    expect(await opinions.fact(id, 'progress')).toHaveLength(4);
  });
});

describe('cooperating units', () => {
  test('have tasks of their own beside the lead unit’s', async () => {
    const id = await opinions.bring(42, 'rectifying');
    const open = (await opinions.case(id)).openTasks.map((task) => [task.title.zh, task.unit?.code]).sort();
    expect(open).toEqual([
      ['报送配合整改情况', 'HZ-DXGS'],
      ['报送配合整改情况', 'HZ-LTGS'],
      ['落实整改', 'HZ-YDGS'],
    ]);
    expect((await (await opinions.person('hz-dxgs.operator')).task(id)).task).toMatchObject({
      name: 'cooperate',
      unit: { code: 'HZ-DXGS' },
    });
    expect((await (await opinions.person('hz-ydgs.operator')).task(id)).task.name).toBe('rectify');
  });

  test('report for themselves, side by side with the lead unit', async () => {
    const id = opinions.idOf(42);
    const [dianxin, lead] = [await opinions.person('hz-dxgs.operator'), await opinions.lead(id, 'operator')];
    const { task, revision } = await dianxin.task(id);
    await lead.answer(id, 'progress', { data: { progressOn: '2017-02-28', progressText: '联席会议已召开' } });
    const data = { coopDone: '拦截骚扰电话三万次', coopProof: '报表' };
    const reply = await dianxin.post<{ revision: number }>(`/api/tasks/${task.taskId}/answer`, {
      outcome: 'report',
      revision,
      data,
    });
    expect(reply.status).toBe(200);
    expect(await opinions.states(id)).toEqual(['rectifying']);
    expect((await opinions.case(id)).openTasks.map((one) => one.unit?.code).sort()).toEqual(['HZ-LTGS', 'HZ-YDGS']);
    const entry = (await opinions.history(id)).at(-1);
    expect(entry).toMatchObject({ kind: 'answer', title: { zh: '报送' }, unit: { code: 'HZ-DXGS' } });
    expect(entry?.changes.map(({ field, after }) => [field, after])).toEqual(
      expect.arrayContaining(Object.entries(data)),
    );
  });

  test('must say what they did', async () => {
    const reply = await (await opinions.person('hz-ltgs.operator')).try(opinions.idOf(42), 'report');
    expect([...refusal(reply), refusedFields(reply)]).toEqual([422, 'answer.invalid', ['/data/coopDone']]);
  });

  test('are urged by the lead unit, by mail', async () => {
    const id = opinions.idOf(42);
    expect((await (await opinions.lead(id, 'operator')).act(id, 'urgeCoop')).body.states).toEqual(['rectifying']);
    expect(await opinions.told(id, '牵头单位催办')).toEqual([['hz-dxgs.operator', 'hz-ltgs.operator']]);
  });

  test('who does not cooperate is told to the office', async () => {
    const id = opinions.idOf(42);
    const lead = await opinions.lead(id, 'operator');
    expect(refusedFields(await lead.act(id, 'reportCoop'))).toEqual(['/opinion']);
    expect((await lead.act(id, 'reportCoop', { opinion: '联通公司两次未到会' })).status).toBe(200);
    expect(await opinions.told(id, '反映配合不力')).toEqual([['hz-kpb.officer1', 'hz-kpb.officer2']]);
  });

  test('cannot urge or report one another', async () => {
    const id = opinions.idOf(42);
    const unicom = await opinions.person('hz-ltgs.operator');
    expect((await unicom.case(id)).acts).toEqual([]);
    for (const event of ['urgeCoop', 'reportCoop'])
      expect((await unicom.act(id, event, { opinion: '请配合' })).status).not.toBe(200);
  });

  test('that there are none is said beside the button', async () => {
    const id = opinions.idOf(10);
    const operator = await opinions.lead(id, 'operator');
    const acts = (await operator.case(id)).acts;
    expect(acts.map(({ event, refused }) => [event, refused?.zh])).toEqual([
      ['urgeCoop', expect.stringContaining('“配合单位”已填写')],
      ['reportCoop', expect.stringContaining('“配合单位”已填写')],
    ]);
    expect(refusal(await operator.act(id, 'urgeCoop'))).toEqual([409, 'step.refused']);
  });

  test('can no longer report once the lead unit has reported completion', async () => {
    const id = opinions.idOf(42);
    const unicom = await opinions.person('hz-ltgs.operator');
    const { task, revision } = await unicom.task(id);
    expect(await (await opinions.lead(id, 'operator')).answer(id, 'reportDone', { data: REPORT })).toEqual([
      'completionReview',
    ]);
    const reply = await unicom.post<Problem>(`/api/tasks/${task.taskId}/answer`, {
      outcome: 'report',
      revision,
      data: { coopDone: '补报' },
    });
    expect(refusal(reply)).toEqual([409, 'task.closed']);
  });
});

describe('催办', () => {
  test('needs words, and reaches operator and leader of the lead unit', async () => {
    const id = opinions.idOf(10);
    expect(refusedFields(await opinions.officer.act(id, 'urge'))).toEqual(['/opinion']);
    expect((await opinions.officer.act(id, 'urge', { opinion: '请于本月底前报送进展' })).body.states).toEqual([
      'rectifying',
    ]);
    expect(await opinions.told(id, '催办：社会评价意见第 10 号：公交出行不够便捷')).toEqual([
      ['hz-jtj.leader', 'hz-jtj.operator'],
    ]);
    expect((await opinions.history(id)).at(-1)).toMatchObject({
      event: 'urge',
      title: { zh: '催办牵头单位' },
      opinion: '请于本月底前报送进展',
    });
  });

  test('clicked twice is one reminder', async () => {
    const id = opinions.idOf(10);
    const { revision } = await opinions.officer.case(id);
    const click = (): Promise<{ status: number }> =>
      opinions.officer.post(
        `/api/cases/${id}/acts/urge`,
        { revision, opinion: '请回复' },
        { 'idempotency-key': `urge-${id}` },
      );
    expect((await Promise.all([click(), click()])).map((reply) => reply.status)).toEqual([200, 200]);
    expect(await opinions.told(id, '催办：')).toHaveLength(2);
  });

  test('is the office’s to do, while the work goes on', async () => {
    const id = opinions.idOf(10);
    const { length } = await opinions.history(id);
    expect((await opinions.director.act(id, 'urge', { opinion: '请抓紧' })).status).not.toBe(200);
    expect((await (await opinions.lead(id, 'operator')).act(id, 'urge', { opinion: '请抓紧' })).status).not.toBe(200);
    expect(await opinions.history(id)).toHaveLength(length);
    expect(refusal(await opinions.officer.act(opinions.idOf(42), 'urge', { opinion: '请抓紧' }))[0]).toBe(409);
  });
});

describe('upgrading', () => {
  test('is refused where nothing is overdue, repeated or returned', async () => {
    const id = opinions.idOf(10);
    const reply = await opinions.director.act(id, 'upgrade', { opinion: '升级' });
    expect(refusal(reply)).toEqual([409, 'step.refused']);
    for (const words of ['“逾期步骤数”不小于 1', '“连续反映年数”不小于 2', '“完成报告退回次数”不小于 2'])
      expect(reply.body.detail.zh).toContain(words);
    expect((await opinions.director.case(id)).acts.find((act) => act.event === 'upgrade')?.refused).not.toBeNull();
  });

  test('is the director’s, for a reason', async () => {
    const id = opinions.idOf(10);
    expect(refusedFields(await opinions.officer.act(id, 'noteOverdue'))).toEqual(['/data/overdueSteps']);
    await opinions.officer.act(id, 'noteOverdue', { data: { overdueSteps: 1 } });
    expect((await opinions.officer.act(id, 'upgrade', { opinion: '步骤逾期' })).status).not.toBe(200);
    expect(refusedFields(await opinions.director.act(id, 'upgrade'))).toEqual(['/opinion']);
    expect((await opinions.director.act(id, 'upgrade', { opinion: '步骤逾期' })).body.states).toEqual([
      'trackedRectifying',
    ]);
    expect(await opinions.fact(id, 'kind')).toBe('tracked');
    expect(await opinions.fact(id, 'progress')).toHaveLength(4);
  });

  test('is open to what was raised two years in a row', async () => {
    const id = await opinions.bring(13, 'rectifying', 'ordinary', { yearsRepeated: 2 });
    expect((await opinions.director.act(id, 'upgrade', { opinion: '连续两年反映' })).body.states).toEqual([
      'trackedRectifying',
    ]);
  });
});

describe('reporting completion', () => {
  test('needs report and proof', async () => {
    const id = await opinions.bring(31, 'rectifying');
    const reply = await (
      await opinions.lead(id, 'operator')
    ).try(id, 'reportDone', { data: { completionReport: '已完成' } });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([422, 'answer.invalid', ['/data/completionProof']]);
  });

  test('takes texts up to their length, not beyond', async () => {
    const id = opinions.idOf(31);
    const operator = await opinions.lead(id, 'operator');
    const reply = await operator.try(id, 'reportDone', { data: { ...REPORT, completionReport: '完'.repeat(4001) } });
    expect(refusedFields(reply)).toEqual(['/data/completionReport']);
    expect(reply.body.detail.zh).toContain('最多 4000 个字');
    expect(
      await operator.answer(id, 'reportDone', { data: { ...REPORT, completionReport: '完'.repeat(4000) } }),
    ).toEqual(['completionReview']);
  });
});

describe('the three-party check', () => {
  const CHECKED = {
    checkOn: '2017-03-20',
    checkWay: 'covert',
    checkParties: '考评办、市民代表',
    checkSummary: '两处未整改',
  };

  test('is called by the office every quarter', async () => {
    await at('2017-01-16T09:00:00+08:00');
    const id = await opinions.bring(37, 'trackedRectifying', 'tracked');
    expect((await opinions.officer.task(id)).task).toMatchObject({
      name: 'callCheck',
      due: { at: '2017-04-16T15:59:59.999Z' },
    });
    expect((await opinions.case(id)).openTasks.map((task) => [task.title.zh, task.unit?.code ?? null]).sort()).toEqual([
      ['报送配合整改情况', 'HZ-CTJT'],
      ['组织本季三方会商或明查暗访', null],
      ['落实督办整改', 'HZ-JTJ'],
    ]);
  });

  test('takes the units’ tasks back while it lasts', async () => {
    const id = opinions.idOf(37);
    expect(await opinions.officer.answer(id, 'check')).toEqual(['threePartyCheck']);
    expect((await opinions.case(id)).openTasks.map((task) => task.title.zh)).toEqual(['登记会商（检查）结果']);
    expect((await (await opinions.lead(id, 'operator')).case(id)).myTasks).toEqual([]);
  });

  test('needs day, way, parties and summary', async () => {
    const reply = await opinions.officer.try(opinions.idOf(37), 'findings', { data: { checkWay: 'rumour' } });
    expect(refusedFields(reply)).toEqual([
      '/data/checkOn',
      '/data/checkParties',
      '/data/checkSummary',
      '/data/checkWay',
    ]);
  });

  test('each finding becomes a step, and the units go on', async () => {
    const id = opinions.idOf(37);
    const before = (await opinions.fact(id, 'steps')) as unknown[];
    const findings = [
      { date: '2017-05-31', content: '补齐两处站牌' },
      { date: '2017-06-15', content: '公开投诉处理结果' },
    ];
    expect(await opinions.officer.answer(id, 'findings', { data: { ...CHECKED, findings } })).toEqual([
      'trackedRectifying',
    ]);
    expect(await opinions.fact(id, 'steps')).toEqual([...before, ...findings]);
    expect(await opinions.fact(id, 'findings')).toBeUndefined();
    expect(await opinions.fact(id, 'checks')).toEqual([CHECKED]);
    const { task } = await (await opinions.lead(id, 'operator')).task(id, 'rectify');
    expect(task.form?.values['steps']).toEqual([...before, ...findings]);
    expect((await opinions.case(id)).openTasks.map((one) => one.unit?.code ?? null).sort()).toEqual(
      ['HZ-CTJT', 'HZ-JTJ', null].sort(),
    );
  });

  test('without findings leaves the steps as they are', async () => {
    const id = opinions.idOf(37);
    const before = (await opinions.fact(id, 'steps')) as unknown[];
    await opinions.officer.answer(id, 'check');
    expect(await opinions.officer.answer(id, 'findings', { data: { ...CHECKED, checkWay: 'meeting' } })).toEqual([
      'trackedRectifying',
    ]);
    expect(await opinions.fact(id, 'steps')).toEqual(before);
    expect(await opinions.fact(id, 'checks')).toHaveLength(2);
  });

  test('stands in no ordinary case', async () => {
    const id = await opinions.bring(32, 'rectifying');
    expect((await opinions.officer.case(id)).myTasks).toEqual([]);
  });
});
