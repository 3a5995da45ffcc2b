import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BulkResult, CasePage, Problem } from '#contracts';
import { Database } from '#platform';
import { randomUUID } from 'node:crypto';
import type { Reply } from '../office.js';
import { OpinionOffice, opinionRows, PLAN, receivers, refusal, refusedFields } from './opinion-office.js';

const NOBODY = '018f0000-0000-7000-8000-000000000000';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
});
afterAll(() => opinions.close());

/** The same answer to the officer's tasks on these opinions, in one act. */
async function answerAll(outcome: string, numbers: number[]): Promise<BulkResult['results']> {
  const ids = numbers.map((opinionNo) => opinions.idOf(opinionNo));
  const rows = (await opinions.officer.inbox()).rows.filter((row) => ids.includes(row.instanceId));
  const tasks = rows.map(({ taskId, revision }) => ({ taskId, revision }));
  const reply = await opinions.officer.post<BulkResult>('/api/tasks/answers', { outcome, tasks });
  expect(reply.status).toBe(200);
  return reply.body.results;
}

const countsByState = async (): Promise<Record<string, number>> => {
  const page = await opinions.officer.get<CasePage>('/api/cases?workflow=opinion-rectification');
  return Object.fromEntries(page.body.states.map(({ path, count }) => [path, count]));
};

describe('collecting', () => {
  test('the sample brings the 53 opinions of the list', async () => {
    expect(await countsByState()).toEqual({ collected: 53 });
    const rows = await opinionRows(opinions.officer);
    expect(rows.filter((row) => row.unit === null).map((row) => row.columns['opinionNo'])).toEqual([53]);
    expect(rows[11]?.title.zh).toBe('社会评价意见第 12 号：限牌摇号政策有待进一步完善');
  });

  test('is due at the end of January, for the officers alone', async () => {
    const [row] = (await opinions.officer.inbox('workflow=opinion-rectification')).rows;
    expect(row).toMatchObject({
      ask: { zh: '核对征集的意见' },
      due: { at: '2017-01-31T15:59:59.999Z', level: 'normal' },
    });
    expect((await opinions.director.inbox()).counts.todo).toBe(0);
    const reply = await opinions.director.post<Problem>(`/api/tasks/${row?.taskId ?? ''}/answer`, {
      outcome: 'importDone',
      revision: 1,
    });
    expect(refusal(reply)).toEqual([404, 'task.missing']);
  });

  test('a unit sees the opinions it leads, and no others', async () => {
    const operator = await opinions.person('hz-jtj.operator');
    expect((await opinionRows(operator)).map((row) => row.columns['opinionNo'])).toEqual([10, 12, 21, 37]);
    expect(refusal(await operator.get<Problem>(`/api/cases/${opinions.idOf(1)}`))).toEqual([404, 'case.missing']);
    expect(refusal(await operator.get<Problem>(`/api/cases/${opinions.idOf(1)}/history`))).toEqual([
      404,
      'case.missing',
    ]);
  });

  test('one act puts the whole list on the sorting list', async () => {
    const results = await answerAll(
      'importDone',
      Array.from({ length: 53 }, (_, index) => index + 1),
    );
    expect(results.filter((result) => result.done)).toHaveLength(53);
    expect(results[0]).toMatchObject({ done: true, states: [{ zh: '梳理分类', en: 'Sorting' }] });
    expect(await countsByState()).toEqual({ classified: 53 });
    expect((await opinions.officer.inbox('state=classified')).rows).toHaveLength(53);
  });
});

describe('sorting', () => {
  test('records what the office found out', async () => {
    const id = opinions.idOf(13);
    const found = {
      topic: '垃圾分类',
      count: 214,
      yearsRepeated: 3,
      hotspot: true,
      hotspotReason: '连续三年反映',
      requirement: '年内见效',
    };
    await opinions.officer.answer(id, 'assign', { data: { ...found, kind: 'key' } });
    const facts = Object.fromEntries((await opinions.case(id)).facts.map(({ field, value }) => [field, value]));
    expect(facts).toMatchObject({ ...found, kind: 'key' });
    const entry = (await opinions.history(id)).at(-1);
    expect(entry?.changes.map((change) => change.field).sort()).toEqual(['kind', ...Object.keys(found)].sort());
  });

  test('tells the lead unit’s leader, who has three working days', async () => {
    const id = opinions.idOf(13);
    const leader = await opinions.person('hz-cgw.leader');
    expect((await leader.task(id)).task).toMatchObject({ title: { zh: '签收交办意见' }, due: { workingDaysLeft: 3 } });
    const [mail] = (await opinions.mails(id)).filter(({ subject }) => subject.startsWith('交办'));
    expect(mail?.subject).toBe('交办：社会评价意见第 13 号：垃圾分类难落地');
    expect(mail?.text).toContain(`/cases/${id}`);
    expect(mail && receivers(mail)).toEqual(['hz-cgw.leader']);
  });

  test.each<[string, Record<string, unknown>, string[]]>([
    ['without an area', { area: ' ' }, ['/data/area']],
    ['without a kind', { kind: null }, ['/data/kind']],
    ['of a kind that nobody knows', { kind: 'urgent' }, ['/data/kind']],
    ['counting in words', { count: '许多' }, ['/data/count']],
    ['of less than one voice', { count: 0 }, ['/data/count']],
    ['with a text over its length', { topic: '长'.repeat(101) }, ['/data/topic']],
    ['with NUL in a text', { hotspotReason: '急\u0000' }, ['/data/hotspotReason']],
    ['with a mark that turns the direction', { requirement: '限期\u202e完成' }, ['/data/requirement']],
    ['with a field of another form', { publicAnswer: '已解决', kind: 'key' }, ['/data/publicAnswer']],
    ['rewriting what is only shown', { text: '没有问题' }, ['/data/text']],
    ['with a unit by its name', { leadUnitId: '市环保局' }, ['/data/leadUnitId']],
  ])('is refused %s', async (_, data, pointers) => {
    const reply = await opinions.officer.try(opinions.idOf(14), 'assign', { data });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([422, 'answer.invalid', pointers]);
    expect(await opinions.states(opinions.idOf(14))).toEqual(['classified']);
  });

  test.each<[string, number, Record<string, unknown>, string]>([
    ['a unit that does not exist', 21, { leadUnitId: NOBODY }, '/data/leadUnitId'],
    ['cooperating units that do not exist', 23, { coopUnitIds: [NOBODY] }, '/data/coopUnitIds'],
  ])('is refused to %s', async (_, opinionNo, data, pointer) => {
    const reply = await opinions.officer.try(opinions.idOf(opinionNo), 'assign', { data });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([422, 'answer.invalid', [pointer]]);
    expect(await opinions.states(opinions.idOf(opinionNo))).toEqual(['classified']);
  });

  test('is refused to a group of units, which cannot lead', async () => {
    const [group] = await opinions.office.app
      .get(Database)
      .query<{ unit_id: string }>(`SELECT unit_id FROM units WHERE is_group LIMIT 1`);
    const reply = await opinions.officer.try(opinions.idOf(29), 'assign', { data: { leadUnitId: group?.unit_id } });
    expect([...refusal(reply), refusedFields(reply)]).toEqual([422, 'answer.invalid', ['/data/leadUnitId']]);
  });

  test('the open row is refused until it has a lead unit', async () => {
    const id = opinions.idOf(53);
    const reply = await opinions.officer.try(id, 'assign');
    expect(refusal(reply)).toEqual([409, 'step.refused']);
    expect(reply.body.detail.zh).toContain('“牵头单位”已填写');
    expect(reply.body.detail.en).toContain('“Lead unit” is filled in');
    expect(await opinions.states(id)).toEqual(['classified']);
  });

  test('in bulk the open row alone is refused', async () => {
    const results = await answerAll('assign', [15, 16, 53]);
    expect(results.map((result) => (result.done ? result.states[0]?.zh : result.problem.code)).sort()).toEqual(
      ['step.refused', '交办', '交办'].sort(),
    );
    expect(results.find((result) => !result.done)?.title.zh).toContain('第 53 号');
  });

  test('the open row becomes the matter of the unit it is given to', async () => {
    const id = opinions.idOf(53);
    await opinions.officer.answer(id, 'assign', { data: { leadUnitId: await opinions.unitId('HZ-JYJ') } });
    expect((await opinions.case(id)).unit?.code).toBe('HZ-JYJ');
    expect((await (await opinions.person('hz-jyj.leader')).task(id)).task.name).toBe('accept');
  });

  test('keeps lead and cooperating units as the list printed them', async () => {
    const id = await opinions.bring(37, 'assigned');
    expect((await opinions.case(id)).unit?.code).toBe('HZ-JTJ');
    expect(await opinions.fact(id, 'coopUnitIds')).toEqual([await opinions.unitId('HZ-CTJT')]);
    expect(await opinions.fact(id, 'leadUnitsPrinted')).toBe('市交通运输局、市城投集团');
  });
});

describe('two clicks and stale pages', () => {
  test('the same request twice is one step', async () => {
    const id = opinions.idOf(20);
    const { task, revision } = await opinions.officer.task(id);
    const send = (): Promise<Reply<unknown>> =>
      opinions.officer.post(
        `/api/tasks/${task.taskId}/answer`,
        { outcome: 'assign', revision },
        { 'idempotency-key': `twice-${id}` },
      );
    const [first, second] = await Promise.all([send(), send()]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect((await opinions.history(id)).filter((entry) => entry.event === 'assign')).toHaveLength(1);
  });

  test('two officers: the second learns who was first', async () => {
    const id = opinions.idOf(22);
    const second = await opinions.person('hz-kpb.officer2');
    const { task, revision } = await second.task(id);
    await opinions.officer.answer(id, 'assign');
    const reply = await second.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'assign', revision });
    expect(refusal(reply)).toEqual([409, 'task.already-done']);
    expect(reply.body.detail.zh).toContain('市考评办经办人一');
    expect(reply.body.params).toMatchObject({ outcome: 'assign' });
  });

  test('one key cannot stand for two answers', async () => {
    const { task, revision } = await opinions.officer.task(opinions.idOf(24));
    const key = { 'idempotency-key': randomUUID() };
    await opinions.officer.post(`/api/tasks/${task.taskId}/answer`, { outcome: 'assign', revision }, key);
    const reply = await opinions.officer.post<Problem>(
      `/api/tasks/${task.taskId}/answer`,
      { outcome: 'assign', revision, opinion: '另一次' },
      key,
    );
    expect(refusal(reply)).toEqual([409, 'command.key-reused']);
  });

  test('an outcome of another step is refused', async () => {
    expect(refusal(await opinions.officer.try(opinions.idOf(25), 'close', { data: PLAN }))).toEqual([
      409,
      'outcome.unknown',
    ]);
  });
});

describe('joining two opinions', () => {
  const join = (opinionNo: number, mergedInto: unknown): Promise<Reply<Problem & { states: string[] }>> =>
    opinions.officer.act(opinions.idOf(opinionNo), 'merge', { data: { mergedInto } });

  test('needs the number of the other', async () => {
    const reply = await join(26, null);
    expect([...refusal(reply), refusedFields(reply)]).toEqual([422, 'answer.invalid', ['/data/mergedInto']]);
  });

  test.each([
    ['to itself', 26, 422, 'opinion.merged-into-itself'],
    ['to a number that is not in the list', 99, 422, 'opinion.merge-target-missing'],
  ])('is refused %s', async (_, into, status, code) => {
    expect(refusal(await join(26, into))).toEqual([status, code]);
    expect(await opinions.states(opinions.idOf(26))).toEqual(['classified']);
  });

  test('ends the case, and nothing more can be done with it', async () => {
    expect((await join(27, 26)).body.states).toEqual(['merged']);
    const ended = await opinions.case(opinions.idOf(27));
    expect(ended).toMatchObject({ status: 'done', ending: 'joined', openTasks: [], acts: [], myTasks: [] });
    expect(ended.endedAt).not.toBeNull();
    expect(refusal(await opinions.officer.act(opinions.idOf(27), 'merge', { data: { mergedInto: 26 } }))[0]).toBe(409);
  });

  test('is refused to a case that has ended', async () => {
    const reply = await join(28, 27);
    expect(refusal(reply)).toEqual([409, 'opinion.merge-target-ended']);
    expect(reply.body.detail.zh).toContain('第 27 号');
  });

  test('is refused once the opinion is handed over', async () => {
    expect(refusal(await join(13, 26))[0]).toBe(409);
  });
});
