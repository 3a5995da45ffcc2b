import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANSWER, EVALUATION, OpinionOffice, refusal, refusedFields, type Kind } from './opinion-office.js';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

describe('the review of completion', () => {
  test.each<[number, Kind, string, string]>([
    [1, 'ordinary', 'acceptKey', '“整改类别”为重点整改目标'],
    [1, 'ordinary', 'acceptTracked', '“整改类别”为跟踪督办'],
    [1, 'ordinary', 'returnTracked', '“整改类别”为跟踪督办'],
    [2, 'key', 'acceptOrdinary', '“整改类别”为一般'],
    [2, 'key', 'acceptTracked', '“整改类别”为跟踪督办'],
    [2, 'key', 'returnTracked', '“整改类别”为跟踪督办'],
    [3, 'tracked', 'acceptOrdinary', '“整改类别”为一般'],
    [3, 'tracked', 'acceptKey', '“整改类别”为重点整改目标'],
    [3, 'tracked', 'return', '“整改类别”为一般或重点整改目标'],
  ])('opinion %d, %s: %s is refused, and said so beforehand', async (opinionNo, kind, event, condition) => {
    const id = await opinions.bring(opinionNo, 'completionReview', kind);
    const { task } = await opinions.officer.task(id);
    expect(task.outcomes.find((outcome) => outcome.event === event)?.refused?.zh).toContain(condition);
    const reply = await opinions.officer.try(id, event, { opinion: '佐证不足' });
    expect(refusal(reply)).toEqual([409, 'step.refused']);
    expect(reply.body.detail.zh).toContain(condition);
    expect(await opinions.states(id)).toEqual(['completionReview']);
  });

  test.each<[number, string, string]>([
    [1, 'return', 'rectifying'],
    [3, 'returnTracked', 'trackedRectifying'],
  ])('opinion %d: %s needs a reason and leads to %s', async (opinionNo, event, to) => {
    const id = opinions.idOf(opinionNo);
    expect(refusedFields(await opinions.officer.try(id, event))).toEqual(['/opinion']);
    expect(await opinions.officer.answer(id, event, { opinion: '佐证不足' })).toEqual([to]);
    expect(await opinions.fact(id, 'completionReturns')).toBe(1);
    const { task } = await (await opinions.lead(id, 'operator')).task(id, 'rectify');
    expect(task.form?.values['completionReport']).toBe('细则已修订公布，咨询窗口已开设。');
  });

  test('a second return asks the director for an upgrade', async () => {
    const id = await opinions.bring(1, 'completionReview');
    expect(await opinions.told(id, '提请升级督办')).toEqual([]);
    await opinions.officer.answer(id, 'return', { opinion: '仍未见效' });
    expect(await opinions.told(id, '提请升级督办')).toEqual([['hz-kpb.director']]);
    expect((await opinions.director.case(id)).acts.find((act) => act.event === 'upgrade')?.refused).toBeNull();
  });

  test('is never done by the unit or the director', async () => {
    const id = await opinions.bring(4, 'completionReview');
    for (const person of [opinions.director, await opinions.lead(id, 'leader')])
      expect((await person.case(id)).myTasks).toEqual([]);
  });
});

describe('the third party’s evaluation', () => {
  test('needs who, what and the conclusion', async () => {
    const id = await opinions.bring(3, 'thirdPartyEvaluation', 'tracked');
    const reply = await opinions.officer.try(id, 'reportIn', { data: { thirdPartyConclusion: 'so-so' } });
    expect(refusedFields(reply)).toEqual(['/data/thirdParty', '/data/thirdPartyConclusion', '/data/thirdPartyReport']);
  });

  test('that fails is told to leadership', async () => {
    const id = opinions.idOf(3);
    await opinions.officer.answer(id, 'reportIn', { data: { ...EVALUATION, thirdPartyConclusion: 'failed' } });
    expect(await opinions.fact(id, 'passed')).toBe(false);
    expect(await opinions.told(id, '第三方评价未通过')).toEqual([['hz-szf.leader1', 'hz-szf.leader2']]);
  });

  test('that passes is not', async () => {
    const id = await opinions.bring(5, 'resultDecision', 'tracked');
    expect(await opinions.fact(id, 'passed')).toBe(true);
    expect(await opinions.told(id, '未通过')).toEqual([]);
  });
});

describe('the decision', () => {
  test('is the director’s, within ten working days', async () => {
    const id = await opinions.bring(4, 'resultDecision');
    expect((await opinions.officer.case(id)).myTasks).toEqual([]);
    expect((await opinions.director.task(id)).task).toMatchObject({ name: 'decide', due: { workingDaysLeft: 10 } });
  });

  test('closes nothing without an answer to the public', async () => {
    const id = opinions.idOf(4);
    const reply = await opinions.director.try(id, 'close', { data: { score: 90 } });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([422, 'answer.invalid', ['/data/publicAnswer']]);
    expect(reply.body.detail.zh).toContain('反馈公众的答复');
  });

  test('closes with answer and score, and tells the lead unit', async () => {
    const id = opinions.idOf(4);
    expect(await opinions.director.answer(id, 'close', { data: { ...ANSWER, awardCandidate: true } })).toEqual([
      'closed',
    ]);
    const ended = await opinions.case(id);
    expect(ended).toMatchObject({ status: 'done', ending: 'done', openTasks: [], acts: [] });
    expect(await opinions.fact(id, 'publicAnswer')).toBe(ANSWER.publicAnswer);
    expect(await opinions.told(id, '办结')).toEqual([['hz-ghj.leader', 'hz-ghj.operator']]);
  });

  test.each<[string, number, Kind, string, string[]]>([
    ['passed, key', 6, 'key', 'reopen', ['“评价通过”为否']],
    ['passed, key', 6, 'key', 'carryOver', ['“评价通过”为否', '“整改年度已结束”']],
    ['passed, tracked', 5, 'tracked', 'reopenTracked', ['“评价通过”为否']],
    ['failed, tracked, within the year', 3, 'tracked', 'carryOver', ['“整改年度已结束”']],
    ['failed, tracked', 3, 'tracked', 'reopen', ['“整改类别”为一般或重点整改目标']],
  ])('%s (opinion %d, %s): %s is refused', async (_, opinionNo, kind, event, conditions) => {
    const id = await opinions.bring(opinionNo, 'resultDecision', kind);
    const reply = await opinions.director.try(id, event, { opinion: '再议' });
    expect(refusal(reply)).toEqual([409, 'step.refused']);
    for (const condition of conditions) expect(reply.body.detail.zh).toContain(condition);
    expect(await opinions.states(id)).toEqual(['resultDecision']);
  });

  test('says beforehand which ways are not open', async () => {
    const { task } = await opinions.director.task(opinions.idOf(3));
    expect(task.outcomes.map(({ event, refused }) => [event, refused === null])).toEqual([
      ['close', true],
      ['reopen', false],
      ['reopenTracked', true],
      ['carryOver', false],
    ]);
  });

  test('reopens a tracked case as tracked, with a reason', async () => {
    const id = opinions.idOf(3);
    expect(refusedFields(await opinions.director.try(id, 'reopenTracked'))).toEqual(['/opinion']);
    expect(await opinions.director.answer(id, 'reopenTracked', { opinion: '未达预期' })).toEqual(['trackedRectifying']);
    expect(await opinions.fact(id, 'reopened')).toBe(1);
  });

  test('reopens an ordinary case, which nobody assesses', async () => {
    const id = await opinions.bring(7, 'resultDecision');
    expect(await opinions.director.answer(id, 'reopen', { opinion: '群众仍有反映' })).toEqual(['rectifying']);
    expect(await opinions.fact(id, 'reopened')).toBe(1);
    expect((await (await opinions.lead(id, 'operator')).task(id)).task.name).toBe('rectify');
  });

  test('a reopened case that now passes can be closed, not reopened', async () => {
    const id = await opinions.bring(3, 'resultDecision', 'tracked');
    expect(await opinions.fact(id, 'passed')).toBe(true);
    expect(refusal(await opinions.director.try(id, 'reopenTracked', { opinion: '再议' }))).toEqual([
      409,
      'step.refused',
    ]);
    expect(await opinions.director.answer(id, 'close', { data: ANSWER })).toEqual(['closed']);
  });
});
