import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InboxRow, Problem } from '#contracts';
import type { Person, Reply } from './office.js';
import { OpinionOffice, paged, PLAN, refusal, refusedFields } from './opinion-rectification/opinion-office.js';

const WORKFLOW = 'opinion-rectification';

let opinions: OpinionOffice;

beforeAll(async () => {
  opinions = await OpinionOffice.open();
  expect((await opinions.officer.post('/api/years/2017/open', {})).status).toBe(200);
});
afterAll(() => opinions.close());

const at = (instant: string): Promise<void> => opinions.office.moveTo(instant);
const nameOf = (row: InboxRow): string => row.taskId ?? row.instanceId;

const saveDraft = (
  person: Person,
  taskId: string,
  draftRevision: number,
  data: unknown,
): Promise<Reply<Problem & { draftRevision: number }>> =>
  person.call('PUT', `/api/tasks/${taskId}/draft`, { draftRevision, data });

describe('待办, 已办, 我发起', () => {
  test('is for those who are signed in', async () => {
    expect(refusal(await (await opinions.office.person()).get('/api/inbox'))).toEqual([401, 'session.needed']);
  });

  test('counts what the list shows, by workflow and by state', async () => {
    const { rows, counts, facets } = await opinions.officer.inbox();
    expect(rows.length).toBe(counts.todo);
    for (const { workflow, count } of facets.workflows)
      expect(rows.filter((row) => row.workflow === workflow)).toHaveLength(count);
    for (const { state, workflow, count } of facets.states)
      expect(rows.filter((row) => row.workflow === workflow && row.state === state)).toHaveLength(count);
    expect(facets.workflows.map(({ workflow, count }) => [workflow, count]).sort()).toEqual([
      ['annual-target', 31],
      [WORKFLOW, 53],
    ]);
  });

  test('an answer moves a row from 待办 to 已办', async () => {
    const before = (await opinions.officer.inbox()).counts;
    const id = opinions.idOf(1);
    await opinions.officer.answer(id, 'importDone');
    const done = await opinions.officer.inbox('tab=done');
    expect(done.counts).toMatchObject({ todo: before.todo, done: before.done + 1 });
    expect(done.rows).toHaveLength(done.counts.done);
    expect(done.rows[0]).toMatchObject({
      instanceId: id,
      ask: { zh: '核对征集的意见' },
      outcome: { zh: '转入梳理' },
      stateTitle: { zh: '梳理分类' },
      due: null,
      bulk: [],
    });
    expect(done.rows[0]?.doneAt).not.toBeNull();
  });

  test('已办 is what one did oneself, 待办 what the post has to do', async () => {
    const colleague = await opinions.person('hz-kpb.officer2');
    const [mine, theirs] = [await opinions.officer.inbox(), await colleague.inbox()];
    expect(theirs.rows.map(nameOf)).toEqual(mine.rows.map(nameOf));
    expect((await colleague.inbox('tab=done')).rows).toEqual([]);
  });

  test('我发起 holds what one started, newest first', async () => {
    const { rows, counts } = await opinions.officer.inbox('tab=started');
    expect([rows.length, counts.started]).toEqual([31, 31]);
    expect(rows.every((row) => row.taskId === null && row.workflow === 'annual-target')).toBe(true);
    expect(rows.map((row) => row.openedAt)).toEqual(
      rows
        .map((row) => row.openedAt)
        .sort()
        .reverse(),
    );
  });

  test('a unit finds its own matters in 我发起, with where they stand', async () => {
    const operator = await opinions.person('hz-jtj.operator');
    const { rows, counts } = await operator.inbox(`tab=started&workflow=${WORKFLOW}`);
    expect(rows.map((row) => /第 (\d+) 号/.exec(row.title.zh)?.[1]).sort()).toEqual(['10', '12', '21', '37']);
    expect(rows.every((row) => row.unit?.code === 'HZ-JTJ' && row.stateTitle.zh === '意见征集')).toBe(true);
    expect((await operator.inbox('tab=started')).rows).toHaveLength(counts.started);
  });

  test('我发起 shows how a case ended', async () => {
    const id = opinions.idOf(1);
    await opinions.officer.act(id, 'merge', { data: { mergedInto: 2 } });
    const [row] = (await (await opinions.person('hz-ghj.operator')).inbox(`tab=started&state=merged`)).rows;
    expect(row).toMatchObject({ instanceId: id, state: 'merged', stateTitle: { zh: '并案' } });
    expect(row?.doneAt).not.toBeNull();
  });
});

describe('filters', () => {
  test.each([
    ['q=限牌', ['12']],
    ['q=opinion no. 28', ['28']],
    ['q=OPINION NO. 28', ['28']],
    ['q=%25', []],
    ['q=_', []],
    ['q=%5C', []],
    ['q=没有这样的意见', []],
    ['workflow=annual-target&q=意见', []],
    [`workflow=${WORKFLOW}&state=drafting`, []],
  ])('%s', async (query, numbers) => {
    const { rows } = await opinions.officer.inbox(query);
    expect(rows.map((row) => /第 (\d+) 号/.exec(row.title.zh)?.[1])).toEqual(numbers);
  });

  test('by workflow and state show as many as the counts say', async () => {
    const { facets } = await opinions.officer.inbox();
    for (const { workflow, state, count } of facets.states)
      expect((await opinions.officer.inbox(`workflow=${workflow}&state=${state}`)).rows).toHaveLength(count);
    for (const { workflow, count } of facets.workflows)
      expect((await opinions.officer.inbox(`workflow=${workflow}`)).rows).toHaveLength(count);
  });

  test.each([
    ['due=soon', '/due'],
    ['tab=all', '/tab'],
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['limit=many', '/limit'],
    [`q=${'长'.repeat(101)}`, '/q'],
    ['owner=me', '/owner'],
    ['q=%00', '/q'],
    ['state=%00', '/state'],
    ['workflow=%00', '/workflow'],
  ])('%s is refused, and the place named', async (query, pointer) => {
    const reply = await opinions.officer.get<Problem>(`/api/inbox?${query}`);
    expect([reply.status, refusedFields(reply)]).toEqual([422, [pointer]]);
  });

  test.each([
    'x',
    '2017-01-01 10:00|not-a-task',
    '2017-99-99 10:00|018f0000-0000-7000-8000-000000000000',
    `2017-01-01 10:00|${'-'.repeat(36)}`,
  ])('a page mark %s that was not given out is refused', async (mark) => {
    for (const path of ['inbox?tab=todo', 'inbox?tab=started', `cases?workflow=${WORKFLOW}`]) {
      const reply = await opinions.officer.get<Problem>(
        `/api/${path}&cursor=${Buffer.from(mark).toString('base64url')}`,
      );
      expect([path, ...refusal(reply)]).toEqual([path, 422, 'cursor.invalid']);
    }
  });
});

describe('pages', () => {
  test.each(['tab=todo', `tab=todo&workflow=${WORKFLOW}&q=不`, 'tab=started', 'tab=done'])(
    '%s: by sevens nothing is lost or repeated',
    async (query) => {
      const whole = (await opinions.officer.inbox(query)).rows.map(nameOf);
      expect((await paged<InboxRow>(opinions.officer, `/api/inbox?${query}`, 7)).map(nameOf)).toEqual(whole);
    },
  );

  test('work done meanwhile neither hides nor repeats the rest', async () => {
    const whole = (await opinions.officer.inbox(`workflow=${WORKFLOW}`)).rows.map(nameOf);
    const seen = await paged<InboxRow>(
      opinions.officer,
      `/api/inbox?workflow=${WORKFLOW}&state=collected`,
      20,
      async ([first, second]) => {
        for (const row of [first, second]) if (row) await opinions.officer.answer(row.instanceId, 'importDone');
      },
    );
    expect(seen.map(nameOf)).toEqual(whole);
  });
});

describe('deadlines', () => {
  /** Filter, counts and the marks on the rows must say the same of every row. */
  async function agree(person: Person): Promise<{ near: number; overdue: number }> {
    const [all, near, overdue] = await Promise.all(
      ['', '&due=near', '&due=overdue'].map((due) => person.inbox(`tab=todo${due}`)),
    );
    const marked = (level: string): string[] => (all?.rows ?? []).filter((row) => row.due?.level === level).map(nameOf);
    expect(near?.rows.map(nameOf)).toEqual(marked('near'));
    expect(overdue?.rows.map(nameOf)).toEqual(marked('overdue'));
    expect(all?.counts).toMatchObject({ near: marked('near').length, overdue: marked('overdue').length });
    return { near: marked('near').length, overdue: marked('overdue').length };
  }

  test('three working days left is near, for list, filter and count', async () => {
    const id = await opinions.bring(10, 'assigned');
    const leader = await opinions.person('hz-jtj.leader');
    expect((await leader.row('第 10 号')).due).toMatchObject({ workingDaysLeft: 3, level: 'near' });
    expect(await agree(leader)).toEqual({ near: 1, overdue: 0 });
    expect(await opinions.states(id)).toEqual(['assigned']);
  });

  test.each<[string, string, number, string]>([
    ['holidays are left out', '2017-01-26T10:00', 0, 'near'],
    ['a holiday is no day to work on', '2017-01-31T23:59', 0, 'near'],
    ['overdue is at least one day', '2017-02-01T00:01', -1, 'overdue'],
    ['overdue days are working days, make-up days too', '2017-02-06T09:00', -3, 'overdue'],
  ])('%s (%s)', async (_, instant, workingDaysLeft, level) => {
    await at(`${instant}:00+08:00`);
    const rows = (await opinions.officer.inbox(`workflow=${WORKFLOW}&state=collected`)).rows;
    expect(rows[0]?.due).toMatchObject({ at: '2017-01-31T15:59:59.999Z', workingDaysLeft, level, provisional: false });
    await agree(opinions.officer);
  });

  test('overdue stands on top, then what is due soonest', async () => {
    await opinions.bring(31, 'planOfficeReview');
    const { rows } = await opinions.officer.inbox();
    const due = rows.map((row) => row.due?.at ?? '9999');
    expect(due).toEqual([...due].sort());
    const order = ['overdue', 'near', 'normal'];
    const levels = rows.map((row) => order.indexOf(row.due?.level ?? 'normal'));
    expect(levels).toEqual([...levels].sort());
    expect(new Set(levels).size).toBeGreaterThan(1);
  });

  test('a deadline on a Sunday is near from the third working day on', async () => {
    await opinions.bring(31, 'rectifying');
    await at('2017-12-26T09:00:00+08:00');
    const operator = await opinions.person('hz-jyj.operator');
    expect((await operator.row('第 31 号')).due).toMatchObject({
      at: '2017-12-31T15:59:59.999Z',
      workingDaysLeft: 3,
      level: 'near',
    });
    await agree(operator);
  });
});

describe('drafts', () => {
  const typed = { planContent: '先写一半', steps: [{ date: '2017-12-29', content: '' }] };
  /** The administrator takes the case back to a state, whose task is asked anew. */
  const askAgain = async (id: string, state: string): Promise<void> => {
    const { revision } = await opinions.admin.case(id);
    const again = { reason: '退回起点', revision, states: [state] };
    expect((await opinions.admin.post(`/api/cases/${id}/operations/modify`, again)).status).toBe(200);
  };

  test('what is typed is kept for whoever holds the post', async () => {
    const id = await opinions.bring(13, 'classified');
    const { task } = await opinions.officer.task(id);
    expect([task.draft, task.draftRevision]).toEqual([{}, 0]);
    expect((await saveDraft(opinions.officer, task.taskId, 0, { topic: '垃圾' })).body).toEqual({ draftRevision: 1 });
    const colleague = await opinions.person('hz-kpb.officer2');
    expect((await colleague.task(id)).task).toMatchObject({ draft: { topic: '垃圾' }, draftRevision: 1 });
    expect((await opinions.case(id)).revision).toBe((await colleague.case(id)).revision);
  });

  test('of two windows the later learns what the other kept', async () => {
    const { task } = await opinions.officer.task(opinions.idOf(13));
    expect((await saveDraft(opinions.officer, task.taskId, 1, { topic: '垃圾分类' })).body).toEqual({
      draftRevision: 2,
    });
    const reply = await saveDraft(opinions.officer, task.taskId, 1, { topic: '分类' });
    expect(refusal(reply)).toEqual([409, 'draft.changed']);
    expect(reply.body.params).toEqual({ draftRevision: 2, data: { topic: '垃圾分类' } });
    expect((await saveDraft(opinions.officer, task.taskId, 2, { topic: '分类' })).body).toEqual({ draftRevision: 3 });
  });

  test('a refused answer leaves the draft', async () => {
    const id = opinions.idOf(13);
    expect((await opinions.officer.try(id, 'assign', { data: { kind: 'urgent' } })).status).toBe(422);
    expect((await opinions.officer.task(id)).task.draft).toEqual({ topic: '分类' });
  });

  test('answering ends it', async () => {
    const id = opinions.idOf(13);
    const { task } = await opinions.officer.task(id);
    await opinions.officer.answer(id, 'assign', { data: { topic: '分类' } });
    expect(refusal(await saveDraft(opinions.officer, task.taskId, 3, { topic: '又改' }))).toEqual([409, 'task.closed']);
  });

  test('a report that leaves the task open clears it', async () => {
    const id = opinions.idOf(31);
    const operator = await opinions.lead(id, 'operator');
    const { task } = await operator.task(id);
    await saveDraft(operator, task.taskId, 0, { progressText: '写到一半' });
    await operator.answer(id, 'progress', { data: { progressOn: '2017-12-26', progressText: '写完' } });
    expect((await operator.task(id)).task).toMatchObject({ taskId: task.taskId, draft: {}, draftRevision: 2 });
  });

  test('a report that leaves the task open clears what it took over, too', async () => {
    const id = opinions.idOf(31);
    const operator = await opinions.lead(id, 'operator');
    await saveDraft(operator, (await operator.task(id)).task.taskId, 2, { progressText: '又写' });
    await askAgain(id, 'rectifying');
    expect((await operator.task(id)).task).toMatchObject({ draft: { progressText: '又写' }, draftRevision: 0 });
    await operator.answer(id, 'progress', { data: { progressOn: '2017-12-27', progressText: '写完' } });
    expect((await operator.task(id)).task).toMatchObject({ draft: {}, draftRevision: 1 });
    await askAgain(id, 'rectifying');
    expect((await operator.task(id)).task).toMatchObject({ draft: {}, draftRevision: 0 });
  });

  test('a task that comes back begins without one', async () => {
    const id = await opinions.bring(9, 'planDrafting');
    const [operator, leader] = [await opinions.lead(id, 'operator'), await opinions.lead(id, 'leader')];
    await saveDraft(operator, (await operator.task(id)).task.taskId, 0, typed);
    await operator.answer(id, 'submit', { data: PLAN });
    await leader.answer(id, 'return', { opinion: '再细化' });
    expect((await operator.task(id)).task).toMatchObject({
      draft: {},
      draftRevision: 0,
      form: { values: { planContent: PLAN.planContent } },
    });
  });

  test('goes on where the task is taken back and asked again, until it has served', async () => {
    const id = await opinions.bring(20, 'planDrafting');
    const [operator, leader] = [await opinions.lead(id, 'operator'), await opinions.lead(id, 'leader')];
    const { task } = await operator.task(id);
    await saveDraft(operator, task.taskId, 0, typed);
    for (const time of ['once', 'twice']) {
      await askAgain(id, 'planDrafting');
      const asked = (await operator.task(id)).task;
      expect([time, asked.draft, asked.draftRevision]).toEqual([time, typed, 0]);
      expect(asked.taskId).not.toBe(task.taskId);
    }
    await operator.answer(id, 'submit', { data: PLAN });
    await leader.answer(id, 'return', { opinion: '再细化' });
    expect((await operator.task(id)).task).toMatchObject({ draft: {}, draftRevision: 0 });
  });

  test('is nobody else’s to see or change', async () => {
    const { task } = await (await opinions.lead(opinions.idOf(9), 'operator')).task(opinions.idOf(9));
    for (const person of [opinions.officer, await opinions.lead(opinions.idOf(9), 'leader')]) {
      expect(refusal(await saveDraft(person, task.taskId, 0, typed))).toEqual([404, 'task.missing']);
    }
  });

  test.each<[string, unknown, number]>([
    ['larger than 200 KB', { planContent: '长'.repeat(70_000) }, 413],
    ['with NUL', { planContent: '一\u0000二' }, 422],
    ['with half a character', { planContent: '一\ud800' }, 422],
  ])('%s is refused and the kept one stays', async (_, data, status) => {
    const id = opinions.idOf(9);
    const operator = await opinions.lead(id, 'operator');
    const { task } = await operator.task(id);
    await saveDraft(operator, task.taskId, task.draftRevision, typed);
    const reply = await saveDraft(operator, task.taskId, task.draftRevision + 1, data);
    expect([reply.status, Boolean(reply.body.detail.zh)]).toEqual([status, true]);
    expect((await operator.task(id)).task.draft).toEqual(typed);
  });
});

describe('after an answer', () => {
  test('the most urgent of the rest comes next', async () => {
    const [first] = (await opinions.officer.inbox()).rows;
    const reply = await opinions.officer.try(first?.instanceId ?? '', first?.bulk[0]?.event ?? '');
    const [next] = (await opinions.officer.inbox()).rows;
    expect([reply.status, reply.body.nextTaskId]).toEqual([200, next?.taskId]);
  });

  test('each reader gets the next of their own desk, however many ask at once', async () => {
    const steps: [string, 'leader' | 'operator', string][] = [
      [await opinions.bring(6, 'assigned'), 'leader', 'accept'],
      [await opinions.bring(7, 'planDrafting'), 'operator', 'submit'],
      [await opinions.bring(8, 'planUnitReview'), 'leader', 'sign'],
    ];
    const work = await Promise.all(
      steps.map(async ([id, post, outcome]) => {
        const reader = await opinions.lead(id, post);
        const rest = (await reader.inbox()).rows.filter((row) => row.instanceId !== id);
        return { id, reader, outcome, rest };
      }),
    );
    const told = await Promise.all(
      work.map(async ({ id, reader, outcome, rest }) => {
        const reply = await reader.try(id, outcome, { data: outcome === 'submit' ? PLAN : {} });
        expect(reply.status).toBe(200);
        return { reader, rest, next: reply.body.nextTaskId };
      }),
    );
    for (const { reader, rest, next } of told) {
      // What another one's answer has just put on an empty desk may come next, too.
      const fresh = rest.length > 0 ? [] : [null, ...(await reader.inbox()).rows.map((row) => row.taskId)];
      expect([...rest.slice(0, 1).map((row) => row.taskId), ...fresh]).toContain(next);
    }
    // At least one of them has something else to do, or all would be told nothing.
    expect(told.some(({ next }) => next !== null)).toBe(true);
  });

  test('nothing comes next where the pile is done', async () => {
    const id = opinions.idOf(9);
    const operator = await opinions.lead(id, 'operator');
    expect((await operator.inbox()).counts.todo).toBe(1);
    const reply = await operator.try(id, 'submit');
    expect([reply.status, reply.body.nextTaskId]).toEqual([200, null]);
    expect((await operator.inbox()).rows).toEqual([]);
  });
});
