import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type {
  BatchDetail,
  BatchPage,
  CaseView,
  HistoryEntry,
  IncidentPage,
  MessageTaken,
  OperationName,
  Problem,
} from '#contracts';
import { Batches } from '#engine';
import { Database } from '#platform';
import { ADMINISTRATOR, DIRECTOR, OFFICER, SheetWork, type TravellingSheet } from './annual-target/sheet-work.js';
import { breakDeadline, inquire, orderInquiries, publishInquiry, publishNextInquiry } from './inquiry.js';
import type { Office, Person, Reply } from './office.js';

let work: SheetWork;
let office: Office;
let administrator: Person;
let director: Person;

beforeAll(async () => {
  work = await SheetWork.open();
  ({ office } = work);
  await publishInquiry(office);
  [administrator, director] = [await work.person(ADMINISTRATOR), await work.person(DIRECTOR)];
});
afterAll(() => work.close());

async function operate(
  person: Person,
  instanceId: string,
  name: OperationName,
  more: Record<string, unknown> = {},
): Promise<Reply<Problem & { states: string[]; status: string; revision: number }>> {
  const { revision } = await person.case(instanceId);
  return person.post(`/api/cases/${instanceId}/operations/${name}`, { reason: '依领导批示', revision, ...more });
}

const history = async (person: Person, instanceId: string): Promise<HistoryEntry[]> =>
  (await person.get<HistoryEntry[]>(`/api/cases/${instanceId}/history`)).body;
const dueOf = (view: CaseView): string | undefined => view.openTasks[0]?.due?.at;

describe('a case of the office', () => {
  let sheet: TravellingSheet;
  let operator: Person;

  beforeAll(async () => {
    sheet = await (await work.sheet('hz-gsq')).to('drafting');
    operator = await sheet.operator();
  });

  test('stands still while it is suspended: nothing is done, and no day counts', async () => {
    const before = dueOf(await operator.case(sheet.instanceId));
    const { task } = await operator.task(sheet.instanceId);
    const suspended = await operate(director, sheet.instanceId, 'suspend');
    expect(suspended.body).toMatchObject({ status: 'suspended' });
    expect(await operator.case(sheet.instanceId)).toMatchObject({ status: 'suspended', myTasks: [], acts: [] });
    expect(await operator.row('拱墅区')).toMatchObject({ standing: 'suspended', due: null, bulk: [] });
    const { revision } = suspended.body;
    const refused = await operator.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'submit', revision });
    expect([refused.status, refused.body.code]).toEqual([409, 'case.suspended']);
    expect(refused.body.detail.zh).toContain('已暂停');
    await office.moveTo('2017-01-10T09:00:00+08:00');
    expect((await operate(director, sheet.instanceId, 'resume')).body).toMatchObject({ status: 'running' });
    const after = dueOf(await operator.case(sheet.instanceId));
    expect(new Date(after ?? 0).getTime()).toBeGreaterThan(new Date(before ?? 0).getTime());
  });

  test('tells in its history who stepped in, in which post, and why', async () => {
    const [suspended, resumed] = (await history(operator, sheet.instanceId)).slice(-2);
    expect(suspended).toMatchObject({
      kind: 'suspend',
      title: { zh: '暂停', en: 'Suspended' },
      reason: '依领导批示',
      actor: { post: { zh: '考评办负责人' } },
    });
    expect(resumed).toMatchObject({ kind: 'resume', reason: '依领导批示' });
  });

  test('is put into another state by the administrator, where its people find their work', async () => {
    const moved = await operate(administrator, sheet.instanceId, 'modify', { states: ['officeReview'] });
    expect(moved.body).toMatchObject({ states: ['officeReview'] });
    expect((await operator.case(sheet.instanceId)).myTasks).toEqual([]);
    expect((await (await work.person(OFFICER)).case(sheet.instanceId)).myTasks).toHaveLength(1);
  });

  test('refuses states that its chart does not have, or that cannot be active together', async () => {
    for (const states of [['nowhere'], ['drafting', 'officeReview']]) {
      const refused = await operate(administrator, sheet.instanceId, 'modify', { states });
      expect([refused.status, refused.body.code]).toEqual([422, 'states.impossible']);
    }
  });

  test('begins again where a past step of its history had led', async () => {
    const past = (await history(administrator, sheet.instanceId)).find((entry) => entry.toPaths.includes('drafting'));
    const again = await operate(administrator, sheet.instanceId, 'restart', { seq: past?.seq });
    expect(again.body).toMatchObject({ states: ['drafting'] });
    expect((await operator.case(sheet.instanceId)).myTasks).toHaveLength(1);
    const missing = await operate(administrator, sheet.instanceId, 'restart', { seq: 999 });
    expect([missing.status, missing.body.code]).toEqual([404, 'step.missing']);
  });

  test('ends where it is cancelled, and takes no more', async () => {
    expect((await operate(director, sheet.instanceId, 'cancel')).body).toMatchObject({ status: 'done' });
    expect(await operator.case(sheet.instanceId)).toMatchObject({ status: 'done', ending: 'cancelled', openTasks: [] });
    const started = (await operator.inbox('tab=started')).rows.find((row) => row.instanceId === sheet.instanceId);
    expect(started?.standing).toBe('cancelled');
    const again = await operate(director, sheet.instanceId, 'cancel');
    expect([again.status, again.body.code]).toEqual([409, 'case.ended']);
  });

  test('asks for a reason, and for the revision that was seen', async () => {
    const path = `/api/cases/${sheet.instanceId}/operations/suspend`;
    const { revision } = await director.case(sheet.instanceId);
    const silent = await director.post<Problem>(path, { reason: '  ', revision });
    expect([silent.status, silent.body.code, silent.body.errors?.[0]?.pointer]).toEqual([
      422,
      'request.invalid',
      '/reason',
    ]);
    const old = await director.post<Problem>(path, { reason: '依领导批示', revision: 1 });
    expect([old.status, old.body.code]).toEqual([409, 'case.changed']);
  });
});

test('two clicks on an operation do it once', async () => {
  const instanceId = await inquire(office, '两次点击');
  const { revision } = await administrator.case(instanceId);
  const path = `/api/cases/${instanceId}/operations/suspend`;
  const key = { 'idempotency-key': randomUUID() };
  const send = (reason: string) => administrator.post<Problem>(path, { reason, revision }, key);
  const clicks = await Promise.all([send('等候'), send('等候')]);
  expect(clicks.map(({ status }) => status)).toEqual([200, 200]);
  expect(clicks[0].body).toEqual(clicks[1].body);
  const other = await send('另一理由');
  expect([other.status, other.body.code]).toEqual([409, 'command.key-reused']);
});

describe('an incident', () => {
  let instanceId: string;
  let timerId: string;
  const incidents = async (): Promise<IncidentPage['rows']> =>
    (await administrator.get<IncidentPage>('/api/incidents?limit=200')).body.rows.filter(
      (row) => row.instanceId === instanceId,
    );
  const settle = (act: string, body: unknown = {}, id = timerId): Promise<Reply<Problem & { id: string }>> =>
    administrator.post(`/api/incidents/timer/${id}/${act}`, body);

  beforeEach(async () => {
    instanceId = await inquire(office, `异常${randomUUID().slice(0, 6)}`);
    timerId = await breakDeadline(office, instanceId);
  });

  test('says which case it is of, what failed and why', async () => {
    expect(await incidents()).toEqual([
      {
        kind: 'timer',
        id: timerId,
        name: { zh: '“已发函”的期限', en: 'Deadline of “Sent”' },
        instanceId,
        title: expect.objectContaining({ zh: expect.stringContaining('商请函询') as unknown }) as unknown,
        since: expect.any(String) as unknown,
        attempts: 8,
        lastError: 'Error: the calendar of 2018 is missing',
      },
    ]);
  });

  test('is gone once it is tried again and works', async () => {
    expect((await settle('retry')).status).toBe(200);
    expect(await incidents()).toEqual([]);
    await office.moveTo(new Date(office.now().getTime() + 30 * 86_400_000).toISOString());
    expect(await administrator.case(instanceId)).toMatchObject({ status: 'done', ending: 'refused' });
  });

  test('is given up for a reason that the history keeps', async () => {
    expect((await settle('give-up', { reason: '对方已电话答复' })).status).toBe(200);
    expect(await incidents()).toEqual([]);
    const last = (await history(administrator, instanceId)).at(-1);
    expect(last).toMatchObject({
      reason: '对方已电话答复',
      title: { zh: '放弃失效的期限', en: 'Gave up a failed deadline' },
    });
    const again = await settle('give-up', { reason: '再来' });
    expect([again.status, again.body.code]).toEqual([404, 'incident.missing']);
  });

  test('is not given up without one', async () => {
    const refused = await settle('give-up', { reason: '' });
    expect([refused.status, refused.body.errors?.[0]?.message.zh]).toEqual([422, '请说明理由。']);
    expect(await incidents()).toHaveLength(1);
  });

  test('of a kind that is none is refused', async () => {
    expect((await administrator.post(`/api/incidents/nothing/${timerId}/retry`, {})).status).toBe(422);
  });
});

describe('a batch', () => {
  const read = async (batchId: string, query = ''): Promise<BatchDetail> =>
    (await administrator.get<BatchDetail>(`/api/batches/${batchId}${query}`)).body;
  const turn = (batchId: string, act: string): Promise<Reply<Problem>> =>
    administrator.post(`/api/batches/${batchId}/${act}`, {});

  test('shows how far it has come, and what failed and why, page by page', async () => {
    const batchId = await orderInquiries(office, 30, 3);
    expect(await read(batchId)).toMatchObject({ status: 'running', total: 30, waiting: 30, done: 0, failures: [] });
    await office.app.get(Batches).runReady();
    const first = await read(batchId, '?limit=2');
    expect(first).toMatchObject({ status: 'done', total: 30, done: 27, failed: 3, waiting: 0, nextAfter: 2 });
    expect(first.failures[0]).toMatchObject({
      no: 1,
      title: { zh: '商请函询批1' },
      problem: {
        code: 'definition.missing',
        detail: { en: expect.stringContaining('no published workflow') as unknown },
      },
    });
    const rest = await read(batchId, '?limit=2&after=2');
    expect([rest.failures.map((one) => one.no), rest.nextAfter]).toEqual([[3], null]);
    const [newest] = (await administrator.get<BatchPage>('/api/batches?limit=1')).body.rows;
    expect(newest).toMatchObject({ batchId, title: { zh: '批量发函' }, orderedBy: null });
  });

  test('is paused, resumed and cancelled', async () => {
    const batchId = await orderInquiries(office, 10);
    expect((await turn(batchId, 'pause')).status).toBe(200);
    await office.app.get(Batches).runReady();
    expect(await read(batchId)).toMatchObject({ status: 'paused', waiting: 10 });
    expect((await turn(batchId, 'resume')).status).toBe(200);
    expect((await turn(batchId, 'cancel')).status).toBe(200);
    await office.app.get(Batches).runReady();
    expect(await read(batchId)).toMatchObject({ status: 'cancelled', done: 0, cancelled: 10 });
    const late = await turn(batchId, 'pause');
    expect([late.status, late.body.code, late.body.detail.zh]).toEqual([
      409,
      'batch.passed',
      '批量任务“批量发函”已取消，不能这样操作。请刷新查看现在的状态。',
    ]);
  });

  test('that is not there is refused', async () => {
    const nowhere = randomUUID();
    expect((await administrator.get<Problem>(`/api/batches/${nowhere}`)).body.code).toBe('batch.missing');
    expect((await turn(nowhere, 'pause')).status).toBe(404);
  });
});

describe('another version', () => {
  const order = (more: object = {}): Promise<Reply<Problem & { batchId: string }>> =>
    administrator.post('/api/batches/migrations', {
      workflow: 'inquiry',
      from: 1,
      to: 2,
      reason: '新办法施行',
      ...more,
    });

  test('takes one case, and then all others that run', async () => {
    const [one, other] = [await inquire(office, '换版1'), await inquire(office, '换版2')];
    await publishNextInquiry(office);
    const { revision } = await administrator.case(one);
    const path = `/api/cases/${one}/operations/migrate`;
    const moved = await administrator.post<{ version: number }>(path, { reason: '新办法施行', revision, version: 2 });
    expect([moved.status, moved.body.version]).toEqual([200, 2]);
    const ordered = await order();
    expect(ordered.status).toBe(201);
    await office.app.get(Batches).runReady();
    expect(await administrator.case(other)).toMatchObject({ version: 2 });
    expect((await history(administrator, other)).at(-1)).toMatchObject({ kind: 'migrate', reason: '新办法施行' });
  });

  test('is refused where no case is left to take', async () => {
    const refused = await order({ from: 9 });
    expect([refused.status, refused.body.code]).toEqual([409, 'migration.nothing']);
  });
});

describe('a message from outside', () => {
  const send = (
    correlation: string,
    more: object = {},
    key: string = randomUUID(),
  ): Promise<Reply<MessageTaken & Problem>> =>
    administrator.post(
      '/api/messages',
      { workflow: 'inquiry', correlation, event: 'replied', data: { reply: '同意。' }, ...more },
      { 'idempotency-key': key },
    );

  test('finds its case, and is told in its history', async () => {
    const instanceId = await inquire(office, '杭考函2号');
    const key = randomUUID();
    const sent = await send('杭考函2号', {}, key);
    expect([sent.status, sent.body.delivered]).toEqual([200, true]);
    expect(await administrator.case(instanceId)).toMatchObject({ status: 'done', ending: 'done' });
    expect((await history(administrator, instanceId)).at(-1)).toMatchObject({
      kind: 'message',
      actor: { post: { zh: '系统管理员' } },
    });
    expect((await send('杭考函2号', {}, key)).body).toEqual(sent.body);
  });

  test('is kept where it comes before its case', async () => {
    expect((await send('杭考函3号')).body.delivered).toBe(false);
    const [kept] = await office.app
      .get(Database)
      .query<{ n: number }>(`SELECT count(*)::int AS n FROM messages WHERE correlation = '杭考函3号'`);
    expect(kept).toEqual({ n: 1 });
  });

  test('is refused where the workflow does not know it, or its data does not fit the fields', async () => {
    expect((await send('x', { event: 'shouted' })).body.code).toBe('message.unknown');
    expect((await send('x', { workflow: 'nothing' })).body.code).toBe('definition.missing');
    for (const data of [{ reply: 7 }, { colour: '红' }, { reply: 'x'.repeat(2_001) }]) {
      const refused = await send('x', { data });
      expect([refused.status, refused.body.code]).toEqual([422, 'answer.invalid']);
    }
  });
});
