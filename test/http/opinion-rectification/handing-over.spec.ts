import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '#contracts';
import { OpinionOffice, refusal, refusedFields } from './opinion-office.js';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

const at = (instant: string): Promise<void> => opinions.office.moveTo(instant);

describe('accepting', () => {
  test('hands the plan to the lead unit’s operator, for 15 working days', async () => {
    const id = await opinions.bring(10, 'assigned');
    expect(await (await opinions.lead(id, 'leader')).answer(id, 'accept')).toEqual(['planDrafting']);
    const { task } = await (await opinions.lead(id, 'operator')).task(id);
    expect(task).toMatchObject({ name: 'draft', title: { zh: '制定整改计划' }, due: { workingDaysLeft: 15 } });
  });

  test('is not the operator’s to do', async () => {
    const id = await opinions.bring(12, 'assigned');
    const { task, revision } = await (await opinions.lead(id, 'leader')).task(id);
    const operator = await opinions.lead(id, 'operator');
    expect((await operator.case(id)).myTasks).toEqual([]);
    const reply = await operator.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'accept', revision });
    expect(refusal(reply)).toEqual([404, 'task.missing']);
    expect(await opinions.states(id)).toEqual(['assigned']);
  });
});

describe('objecting', () => {
  test('needs the reason and the unit proposed instead', async () => {
    const id = await opinions.bring(28, 'assigned');
    const reply = await (await opinions.lead(id, 'leader')).try(id, 'object', { data: { objection: ' ' } });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([
      422,
      'answer.invalid',
      ['/data/objection', '/data/proposedUnitId'],
    ]);
  });

  test('brings the matter before the director', async () => {
    const id = opinions.idOf(28);
    const data = { objection: '水质由林水部门负责', proposedUnitId: await opinions.unitId('HZ-CGW') };
    expect(await (await opinions.lead(id, 'leader')).answer(id, 'object', { data })).toEqual(['responsibilityDispute']);
    const { task } = await opinions.director.task(id);
    expect(task).toMatchObject({ name: 'decide', due: { workingDaysLeft: 5 } });
    expect(task.form?.values).toMatchObject({ objection: '水质由林水部门负责' });
    expect((await opinions.officer.case(id)).myTasks).toEqual([]);
  });

  test('the decision needs a lead unit and its reasons', async () => {
    const id = opinions.idOf(28);
    const reply = await opinions.director.try(id, 'decide', { data: { leadUnitId: null } });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([
      422,
      'answer.invalid',
      ['/data/disputeRecord', '/data/leadUnitId'],
    ]);
  });

  test('hands it to the unit decided on, which is told', async () => {
    const id = opinions.idOf(28);
    const first = await opinions.lead(id, 'leader');
    const data = {
      leadUnitId: await opinions.unitId('HZ-CGW'),
      coopUnitIds: [await opinions.unitId('HZ-HBJ')],
      disputeRecord: '由市城管委牵头，市环保局配合',
    };
    expect(await opinions.director.answer(id, 'decide', { data })).toEqual(['assigned']);
    expect((await opinions.case(id)).unit?.code).toBe('HZ-CGW');
    expect((await first.case(id)).myTasks).toEqual([]);
    expect((await opinions.told(id, '交办：')).sort()).toEqual([['hz-cgw.leader'], ['hz-hbj.leader']]);
  });

  test('is possible once only', async () => {
    const id = opinions.idOf(28);
    const leader = await opinions.person('hz-cgw.leader');
    const data = { objection: '不属我单位', proposedUnitId: await opinions.unitId('HZ-HBJ') };
    const reply = await leader.try(id, 'object', { data });
    expect(refusal(reply)).toEqual([409, 'step.refused']);
    expect(reply.body.detail.zh).toContain('“已提出过异议”为否');
    expect(await leader.answer(id, 'accept')).toEqual(['planDrafting']);
  });

  test('whoever may not object is told so beside the button', async () => {
    const id = await opinions.bring(9, 'assigned');
    const data = { objection: '由城管部门负责', proposedUnitId: await opinions.unitId('HZ-CGW') };
    await (await opinions.lead(id, 'leader')).answer(id, 'object', { data });
    await opinions.director.answer(id, 'decide', {
      data: { leadUnitId: await opinions.unitId('HZ-GAJ'), disputeRecord: '维持原交办' },
    });
    const { task } = await (await opinions.lead(id, 'leader')).task(id);
    expect(task.outcomes.map(({ event, refused }) => [event, refused === null])).toEqual([
      ['accept', true],
      ['object', false],
    ]);
  });
});

describe('silence', () => {
  test('counts as acceptance after three working days, holidays left out', async () => {
    await at('2017-01-25T10:00:00+08:00');
    const id = await opinions.bring(31, 'assigned');
    expect((await opinions.case(id)).states[0]?.until).toBe('2017-02-04T15:59:59.999Z');
    await at('2017-02-04T23:59:00+08:00');
    expect(await opinions.states(id)).toEqual(['assigned']);
    await at('2017-02-05T00:00:00+08:00');
    expect(await opinions.states(id)).toEqual(['planDrafting']);
  });

  test('is told to leader and operator, and stands in the history', async () => {
    const id = opinions.idOf(31);
    expect(await opinions.told(id, '视为接受')).toEqual([['hz-jyj.leader', 'hz-jyj.operator']]);
    const entry = (await opinions.history(id)).at(-1);
    expect(entry).toMatchObject({
      kind: 'timer',
      event: 'assignedSilence',
      actor: null,
      fromPaths: ['assigned'],
      toPaths: ['planDrafting'],
    });
  });

  test('is called by its name in the history', async () => {
    const entry = (await opinions.history(opinions.idOf(31))).at(-1);
    expect(entry?.title).toEqual({ zh: '逾期未答复，视为接受', en: 'No answer: counts as accepted' });
  });

  test('ends the right to object', async () => {
    const id = opinions.idOf(31);
    const leader = await opinions.lead(id, 'leader');
    expect((await leader.case(id)).myTasks).toEqual([]);
    await expect(leader.answer(id, 'object')).rejects.toThrow('planDrafting');
  });

  test('ends the leader’s task as closed, not as done by somebody', async () => {
    const id = await opinions.bring(32, 'assigned');
    const leader = await opinions.lead(id, 'leader');
    const { task, revision } = await leader.task(id);
    await opinions.pass(10);
    const reply = await leader.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'accept', revision });
    expect(refusal(reply)).toEqual([409, 'task.closed']);
    expect((await leader.inbox('tab=done')).rows.filter((row) => row.instanceId === id)).toEqual([]);
  });
});
