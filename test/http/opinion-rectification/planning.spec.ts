import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChangesView } from '#contracts';
import { Accounts } from '#organisation';
import { Database } from '#platform';
import type { Person } from '../office.js';
import { KEY_TARGETS, OpinionOffice, PLAN, refusal, refusedFields, type Kind } from './opinion-office.js';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

describe('the plan', () => {
  test('is refused with every field that is empty', async () => {
    const id = await opinions.bring(1, 'planDrafting');
    const operator = await opinions.lead(id, 'operator');
    const reply = await operator.try(id, 'submit', { data: { measures: '  ', steps: [] } });
    expect(refusal(reply)).toEqual([422, 'answer.invalid']);
    expect(refusedFields(reply)).toEqual(
      Object.keys(PLAN)
        .map((field) => `/data/${field}`)
        .sort(),
    );
    expect(reply.body.detail.zh).toContain('请填写“整改内容”');
    expect(reply.body.detail.en).toContain('Fill in “What will be put right”');
  });

  test.each(['planContent', 'steps', 'leaderInCharge', 'division', 'measures'])(
    'is refused without %s',
    async (field) => {
      const id = opinions.idOf(1);
      const reply = await (await opinions.lead(id, 'operator')).try(id, 'submit', { data: { ...PLAN, [field]: null } });
      expect(refusedFields(reply)).toEqual([`/data/${field}`]);
      expect(await opinions.states(id)).toEqual(['planDrafting']);
    },
  );

  test.each<[string, number, unknown, string]>([
    ['an empty step', 2, {}, '/data/steps/0'],
    ['a step without its date', 4, { content: '听取意见' }, '/data/steps/0/date'],
    ['a date that does not exist', 16, { date: '2017-02-30', content: '听取意见' }, '/data/steps/0/date'],
    [
      'a column that is not there',
      16,
      { date: '2017-03-01', content: '听取意见', cost: '三万元' },
      '/data/steps/0/cost',
    ],
    ['NUL in a step', 16, { date: '2017-03-01', content: '听\u0000取' }, '/data/steps/0/content'],
  ])('is refused with %s', async (_, opinionNo, step, pointer) => {
    const id = await opinions.bring(opinionNo, 'planDrafting');
    const reply = await (await opinions.lead(id, 'operator')).try(id, 'submit', { data: { ...PLAN, steps: [step] } });
    expect(reply.status).toBe(422);
    expect(refusedFields(reply).filter((one) => one.startsWith(pointer))).not.toEqual([]);
  });

  test('goes to the leader with all that was typed', async () => {
    const id = opinions.idOf(1);
    expect(await (await opinions.lead(id, 'operator')).answer(id, 'submit', { data: PLAN })).toEqual([
      'planUnitReview',
    ]);
    const { task } = await (await opinions.lead(id, 'leader')).task(id);
    expect(task.form?.values).toMatchObject(PLAN);
    expect(task.form?.fields.every((field) => field.readOnly)).toBe(true);
  });

  test('cannot be changed by who signs it', async () => {
    const id = opinions.idOf(1);
    const reply = await (await opinions.lead(id, 'leader')).try(id, 'sign', { data: { measures: '不必办理' } });
    expect(refusedFields(reply)).toEqual(['/data/measures']);
  });

  test('comes back from the leader with the reason, and nothing is lost', async () => {
    const id = opinions.idOf(1);
    const [leader, operator] = [await opinions.lead(id, 'leader'), await opinions.lead(id, 'operator')];
    expect(refusedFields(await leader.try(id, 'return'))).toEqual(['/opinion']);
    expect(await leader.answer(id, 'return', { opinion: '举措不具体' })).toEqual(['planDrafting']);
    expect((await operator.task(id)).task.form?.values).toMatchObject(PLAN);
    expect((await opinions.history(id)).at(-1)).toMatchObject({ title: { zh: '退回修改' }, opinion: '举措不具体' });
    expect(await opinions.fact(id, 'planReturns')).toBe(1);
  });

  test('shows what the unit changed since it was last submitted', async () => {
    const id = opinions.idOf(1);
    const [leader, operator] = [await opinions.lead(id, 'leader'), await opinions.lead(id, 'operator')];
    await operator.answer(id, 'submit', { data: { measures: '修订细则；按月公布；设投诉专席' } });
    const { groups, since, until } = (await leader.get<ChangesView>(`/api/cases/${id}/changes`)).body;
    const measures = {
      title: { zh: '具体举措', en: 'Measures' },
      before: PLAN.measures,
      after: '修订细则；按月公布；设投诉专席',
    };
    expect(groups.flatMap((group) => group.changes)).toContainEqual(measures);
    expect(since && until && since < until).toBe(true);
  });

  test('is never signed by who drafted it', async () => {
    const person = await holderOfBothPosts('HZ-NB');
    const id = await opinions.bring(5, 'planDrafting');
    await person.answer(id, 'submit', { data: PLAN });
    expect(refusal(await person.try(id, 'sign'))).toEqual([403, 'task.not-separate']);
    expect(await (await opinions.person('hz-nb.leader')).answer(id, 'sign')).toEqual(['planOfficeReview']);
  });

  test('is not signed by who drafted it for another to submit', async () => {
    const person = await holderOfBothPosts('HZ-XFJ');
    const id = await opinions.bring(50, 'planDrafting');
    const { task } = await person.task(id);
    await person.call('PUT', `/api/tasks/${task.taskId}/draft`, { draftRevision: 0, data: PLAN });
    await (await opinions.person('hz-xfj.operator')).answer(id, 'submit', { data: PLAN });
    expect(refusal(await person.try(id, 'sign'))).toEqual([403, 'task.not-separate']);
  });
});

/** Somebody who is operator and leader of a unit at once. */
async function holderOfBothPosts(unitCode: string): Promise<Person> {
  const { app } = opinions.office;
  const database = app.get(Database);
  const [known] = await database.query<{ tenantId: string; passwordHash: string }>(
    `SELECT tenant_id AS "tenantId", password_hash AS "passwordHash" FROM accounts LIMIT 1`,
  );
  if (!known) throw new Error('the sample has no account');
  const account = `${unitCode.toLowerCase()}.both`;
  const posts = (['unit.operator', 'unit.leader'] as const).map((post) => ({ post, unitCode }));
  const name = { zh: '主持工作的经办人', en: 'Operator and leader' };
  const { passwordHash } = known;
  const email = `${account}@hangzhou.example`;
  const holder = { account, name, email, locale: 'zh' as const, posts, passwordHash, hasOwnPassword: true };
  await app.get(Accounts).add(database, known.tenantId, [holder], opinions.office.now());
  return opinions.person(account);
}

describe('the office’s review of the plan', () => {
  test('is due in seven working days', async () => {
    const id = await opinions.bring(1, 'planOfficeReview');
    expect((await opinions.officer.task(id)).task).toMatchObject({ name: 'review', due: { workingDaysLeft: 7 } });
  });

  test('returns to the lead unit with the reason', async () => {
    const id = opinions.idOf(1);
    expect(refusedFields(await opinions.officer.try(id, 'return'))).toEqual(['/opinion']);
    expect(await opinions.officer.answer(id, 'return', { opinion: '步骤太粗' })).toEqual(['planDrafting']);
    expect(await opinions.fact(id, 'planReturns')).toBe(2);
  });

  test.each<[number, Kind, string, string]>([
    [3, 'key', 'acceptOrdinary', '“重点整改目标”未填写'],
    [6, 'ordinary', 'acceptKey', '“重点整改目标”已填写'],
    [7, 'tracked', 'acceptOrdinary', '“整改类别”为一般或重点整改目标'],
    [8, 'trackedKey', 'acceptKey', '“整改类别”为一般或重点整改目标'],
  ])('opinion %d, %s: %s is refused', async (opinionNo, kind, event, condition) => {
    const id = await opinions.bring(opinionNo, 'planOfficeReview', kind);
    const reply = await opinions.officer.try(id, event);
    expect(refusal(reply)).toEqual([409, 'step.refused']);
    expect(reply.body.detail.zh).toContain(condition);
    expect(await opinions.states(id)).toEqual(['planOfficeReview']);
  });

  test('settles the kind by what the plan holds', async () => {
    expect(await opinions.officer.answer(opinions.idOf(3), 'acceptKey')).toEqual(['targetPublicity.publishing']);
    expect(await opinions.fact(opinions.idOf(3), 'kind')).toBe('key');
    expect(await opinions.officer.answer(opinions.idOf(6), 'acceptOrdinary', { data: { kind: 'key' } })).toEqual([
      'rectifying',
    ]);
    expect(await opinions.fact(opinions.idOf(6), 'kind')).toBe('ordinary');
  });

  test('the director alone accepts what is tracked', async () => {
    const id = opinions.idOf(7);
    expect((await opinions.officer.case(id)).acts).toEqual([]);
    const { revision } = await opinions.case(id);
    expect((await opinions.officer.act(id, 'acceptTracked')).status).not.toBe(200);
    expect((await opinions.case(id)).revision).toBe(revision);
    expect((await opinions.director.act(id, 'acceptTracked')).body.states).toEqual(['trackedRectifying']);
  });

  test('whoever sees the case but holds another post is told just that', async () => {
    const id = await opinions.bring(33, 'planOfficeReview', 'tracked');
    const [leader, operator] = [await opinions.lead(id, 'leader'), await opinions.lead(id, 'operator')];
    const replies = await Promise.all(
      [opinions.officer, leader, operator].map((person) => person.act(id, 'acceptTracked')),
    );
    expect(replies.map((reply) => reply.status)).toEqual([403, 403, 403]);
  });

  test('what is tracked and key is published first', async () => {
    expect((await opinions.director.act(opinions.idOf(8), 'acceptTracked')).body.states).toEqual([
      'targetPublicity.publishing',
    ]);
  });

  test('what is not on the tracked list cannot be accepted as tracked', async () => {
    const id = await opinions.bring(11, 'planOfficeReview');
    const [act] = (await opinions.director.case(id)).acts;
    expect(act).toMatchObject({
      event: 'acceptTracked',
      refused: { zh: expect.stringContaining('“整改类别”为跟踪督办') },
    });
    expect(refusal(await opinions.director.act(id, 'acceptTracked'))).toEqual([409, 'step.refused']);
  });

  test('a change of kind stays, and opens the director’s way', async () => {
    const id = opinions.idOf(11);
    expect(await opinions.officer.answer(id, 'fixKind', { data: { kind: 'tracked' } })).toEqual(['planOfficeReview']);
    expect((await opinions.officer.task(id)).task.form?.values['kind']).toBe('tracked');
    expect((await opinions.director.case(id)).acts[0]?.refused).toBeNull();
    expect((await opinions.director.act(id, 'acceptTracked')).body.states).toEqual(['trackedRectifying']);
  });

  test('an outcome whose condition does not hold says why beforehand', async () => {
    const id = await opinions.bring(15, 'planOfficeReview');
    const { task } = await opinions.officer.task(id);
    const key = task.outcomes.find((outcome) => outcome.event === 'acceptKey');
    expect(key?.refused?.zh).toContain('“重点整改目标”已填写');
  });

  test('many plans are accepted in one act, each by itself', async () => {
    const ids = [await opinions.bring(17, 'planOfficeReview'), await opinions.bring(18, 'planOfficeReview', 'key')];
    const rows = (await opinions.officer.inbox('state=planOfficeReview')).rows.filter((row) =>
      ids.includes(row.instanceId),
    );
    expect(rows[0]?.bulk.map(({ event }) => event)).toEqual(['acceptOrdinary', 'acceptKey']);
    const tasks = rows.map(({ taskId, revision }) => ({ taskId, revision }));
    const reply = await opinions.officer.post<{ results: { done: boolean; problem?: { code: string } }[] }>(
      '/api/tasks/answers',
      { outcome: 'acceptOrdinary', tasks },
    );
    expect(reply.body.results.map((result) => result.problem?.code ?? 'done').sort()).toEqual(['done', 'step.refused']);
  });

  test('what changed is compared with the plan before, not with the office’s own marks', async () => {
    const id = await opinions.bring(19, 'planOfficeReview');
    const operator = await opinions.lead(id, 'operator');
    await opinions.officer.answer(id, 'fixKind', { data: { kind: 'key' } });
    await opinions.officer.answer(id, 'return', { opinion: '请列出重点目标' });
    await operator.answer(id, 'submit', { data: KEY_TARGETS });
    const changes = (await opinions.officer.get<ChangesView>(`/api/cases/${id}/changes`)).body.groups.flatMap(
      (group) => group.changes,
    );
    expect(changes).toEqual([
      { title: { zh: '重点整改目标', en: 'Key targets' }, before: null, after: '公布新的实施细则 · 2017-10-31' },
    ]);
  });
});
