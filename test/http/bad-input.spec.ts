import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AnswerResult, Problem, YearOpened } from '#contracts';
import { MAYOR, OFFICER, SECOND_OFFICER, SheetWork, type TravellingSheet } from './annual-target/sheet-work.js';
import type { Person, Reply } from './office.js';

let work: SheetWork;
let officer: Person;
let second: Person;
let operator: Person;
let sheet: TravellingSheet;

beforeAll(async () => {
  work = await SheetWork.open();
  officer = await work.person(OFFICER);
  second = await work.person(SECOND_OFFICER);
  operator = await work.person('hz-hbj.operator');
  sheet = await (await work.sheet('hz-hbj')).to('drafting');
});
afterAll(() => work.close());

/** What kind of refusal it is, having looked that it reads as every refusal must. */
function refusal(reply: Reply<Problem>): [status: number, code: string] {
  const { status, code, detail, type, correlationId } = reply.body;
  expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect([status, type]).toEqual([reply.status, `urn:kaoping:problem:${code}`]);
  expect(code).toMatch(/^[a-z-]+\.[a-z-]+$/);
  expect(detail.zh).toMatch(/\p{Script=Han}.*[。！]/u);
  expect(detail.en).toMatch(/^[A-Z“0-9].*[.\w”]$/su);
  expect(correlationId).toMatch(/^[0-9a-f-]{36}$/);
  return [status, code];
}

const pointers = (reply: Reply<Problem>): string[] => (reply.body.errors ?? []).map((error) => error.pointer);

describe('what is no request of this product', () => {
  test.each<[string, string, string, string | undefined, Record<string, string>, number, string]>([
    ['broken JSON', 'POST', '/api/session', '{"account": ', {}, 400, 'request.malformed'],
    ['no JSON at all', 'POST', '/api/session', '', {}, 400, 'request.malformed'],
    [
      'a key that would change every object',
      'POST',
      '/api/session',
      '{"__proto__": {"x": 1}}',
      {},
      400,
      'request.malformed',
    ],
    [
      'a form',
      'POST',
      '/api/session',
      'account=a',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'request.unsupported-type',
    ],
    ['plain text', 'POST', '/api/session', '{}', { 'content-type': 'text/plain' }, 415, 'request.unsupported-type'],
    ['XML', 'POST', '/api/session', '<a/>', { 'content-type': 'application/xml' }, 415, 'request.unsupported-type'],
    [
      'more than 1 MB',
      'POST',
      '/api/session',
      JSON.stringify({ account: 'x'.repeat(1_000_001) }),
      {},
      413,
      'request.too-large',
    ],
    ['an unknown address', 'GET', '/api/nothing', undefined, {}, 404, 'route.missing'],
    ['an unknown address to write to', 'POST', '/api/nothing', '{}', {}, 404, 'route.missing'],
    ['a method that the address does not know', 'PUT', '/api/inbox', '{}', {}, 405, 'request.method-unknown'],
    [
      'an address with an endless part',
      'POST',
      `/api/tasks/${'x'.repeat(101)}/answer`,
      '{}',
      {},
      414,
      'request.address-too-long',
    ],
    ['an address that is not well formed', 'GET', '/api/cases/%E0%A4%A', undefined, {}, 400, 'request.malformed'],
  ])('%s is refused with the reason', async (_, method, path, body, headers, status, code) => {
    expect(refusal(await officer.call<Problem>(method, path, body, headers))).toEqual([status, code]);
  });

  test.each([
    ['PUT', '/api/inbox', 'GET, HEAD'],
    ['OPTIONS', '/api/inbox?tab=todo', 'GET, HEAD'],
    ['GET', '/api/messages', 'POST'],
    ['PUT', `/api/cases/${randomUUID()}`, 'GET, HEAD'],
    ['POST', '/api/sessions/password', 'DELETE, PUT'],
    ['DELETE', '/sign-in', 'GET, HEAD'],
  ])('%s %s is told which methods there are', async (method, path, allow) => {
    const reply = await officer.call<Problem>(method, path);
    expect(refusal(reply)).toEqual([405, 'request.method-unknown']);
    expect(reply.headers.get('allow')).toBe(allow);
  });

  test.each([
    ['/api/inbox?limit=0', '/limit'],
    ['/api/inbox?limit=201', '/limit'],
    ['/api/inbox?tab=all', '/tab'],
    ['/api/inbox?sort=due', '/sort'],
    [`/api/inbox?q=${'x'.repeat(101)}`, '/q'],
    ['/api/cases', '/workflow'],
    ['/api/cases?workflow=annual-target&unit=7', '/unit'],
    ['/api/cases/7', ''],
    ['/api/sheets/7', ''],
    ['/api/years/soon/preview', ''],
  ])('the address %s is refused at “%s”', async (path, pointer) => {
    const reply = await officer.get<Problem>(path);
    expect(refusal(reply)).toEqual([422, 'request.invalid']);
    expect(pointers(reply)).toEqual([pointer]);
  });

  test.each([
    ['not made here', 'bm90aGluZw'],
    ['no base64', '%%%'],
    ['of a day that does not exist', Buffer.from(`2017-13-45 99:99|${randomUUID()}`).toString('base64url')],
    ['of an id that is none', Buffer.from(`2017-01-03 09:00:00+08|${'-'.repeat(36)}`).toString('base64url')],
  ])('a page mark %s is refused', async (_, cursor) => {
    const administrator = await work.person('hz-kpb.admin');
    const addresses: [Person, string][] = [
      [officer, '/api/inbox?'],
      [officer, '/api/cases?workflow=annual-target&'],
      [administrator, '/api/mails?'],
    ];
    for (const [person, address] of addresses) {
      const reply = await person.get<Problem>(`${address}cursor=${encodeURIComponent(cursor)}`);
      expect([address, ...refusal(reply)]).toEqual([address, 422, 'cursor.invalid']);
    }
  });

  test.each([
    ['/api/inbox?q=%00'],
    ['/api/inbox?state=%00'],
    ['/api/cases?workflow=annual-target&q=a%00b'],
    ['/api/units?q=%00'],
    ['/api/definitions/annual-target/99999999999'],
    ['/api/definitions/a%00b/1'],
  ])('the address %s is no fault of the server’s', async (path) => {
    const { status } = await officer.get(path);
    expect([200, 404, 422]).toContain(status);
  });

  test.each<[string, unknown, string[]]>([
    ['no password', { account: 'a' }, ['/password']],
    ['wrong types', { account: 7, password: ['x'] }, ['/account', '/password']],
    ['an unknown field', { account: 'a', password: 'b', admin: true }, ['/admin']],
    ['an over-long password', { account: 'a', password: 'x'.repeat(257) }, ['/password']],
    ['a list', [], ['']],
    ['nothing', null, ['']],
  ])('signing in with %s names every field', async (_, body, expected) => {
    const reply = await officer.call<Problem>('POST', '/api/session', JSON.stringify(body));
    expect(refusal(reply)).toEqual([422, 'request.invalid']);
    expect(pointers(reply)).toEqual(expected);
  });

  test('is told in Chinese, without English in between', async () => {
    const reply = await officer.post<Problem>('/api/session', { account: 7, password: '' });
    for (const { zh } of [reply.body.detail, ...(reply.body.errors ?? []).map((error) => error.message)]) {
      expect(zh).not.toMatch(/invalid|expected|too small/i);
    }
  });

  test('an account name with NUL in it is like any other that does not exist', async () => {
    const reply = await officer.post<Problem>('/api/session', {
      account: 'hz-kpb\u0000.admin',
      password: 'kaoping-2017',
    });
    expect([401, 422]).toContain(refusal(reply)[0]);
  });
});

describe('what is typed into a target', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['an unknown field', { score: 3 }, '/content/score', 'field.unknown'],
    ['a text for a number', { weight: '三十' }, '/content/weight', 'field.wrong-type'],
    ['a number for a text', { current: 7 }, '/content/current', 'field.wrong-type'],
    ['a weight over 100', { weight: 101 }, '/content/weight', 'field.out-of-range'],
    ['an over-long text', { current: '长'.repeat(2001) }, '/content/current', 'text.too-long'],
    ['NUL', { current: 'a\u0000b' }, '/content/current', 'text.control-character'],
    ['an escape character', { methods: '\u001b[31m' }, '/content/methods', 'text.control-character'],
    ['a turned reading direction', { measures: 'a\u202eb' }, '/content/measures', 'text.control-character'],
    ['an isolated reading direction', { measures: 'a\u2067b' }, '/content/measures', 'text.control-character'],
    ['half a character', { measures: 'a\ud800' }, '/content/measures', 'text.not-unicode'],
    [
      'a day that does not exist',
      { milestones: [{ date: '2017-02-30', text: '', quality: '' }] },
      '/content/milestones/0/date',
      'field.wrong-type',
    ],
    ['a unit that does not exist', { coopUnitIds: [randomUUID()] }, '/content/coopUnitIds/0', 'unit.unknown'],
  ])('%s is refused where it stands, and nothing of it is kept', async (_, content, pointer, code) => {
    const before = await sheet.row(1);
    const reply = await sheet.patch<Problem>('hz-hbj.operator', 1, { ...content, situation: '不应保存' });
    expect(refusal(reply)[0]).toBe(422);
    expect(reply.body.errors?.map((error) => [error.pointer, error.code])).toEqual([[pointer, code]]);
    expect(await sheet.row(1)).toEqual(before);
  });

  test('an emoji, a rare character and a line break are texts like any other', async () => {
    const current = '🌊\n𠮷野家\t“引号”';
    expect((await sheet.patch('hz-hbj.operator', 1, { current })).body.row.content.current).toBe(current);
  });

  test('is kept as it is: markup stays text', async () => {
    const current = "<img src=x onerror=alert(1)> {{7*7}} ${x} '; DROP TABLE units; --";
    expect((await sheet.patch('hz-hbj.operator', 1, { current })).body.row.content.current).toBe(current);
  });
});

describe('what is sent with an answer', () => {
  const answer = async (body: Record<string, unknown>): Promise<Reply<Problem>> => {
    const { task, revision } = await operator.task(sheet.instanceId);
    return operator.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'submit', revision, ...body });
  };

  test.each<[string, Record<string, unknown>, string[]]>([
    ['an unknown field', { urgent: true }, ['/urgent']],
    ['a revision that is none', { revision: 0 }, ['/revision']],
    ['an opinion that is a list', { opinion: ['好'] }, ['/opinion']],
    ['an over-long opinion', { opinion: '长'.repeat(2001) }, ['/opinion']],
    ['an opinion with NUL', { opinion: 'a\u0000b' }, ['/opinion']],
    ['an opinion that hides its direction', { opinion: 'a\u202eb' }, ['/opinion']],
  ])('%s is refused where it stands', async (_, body, expected) => {
    const reply = await answer(body);
    expect([refusal(reply)[0], pointers(reply)]).toEqual([422, expected]);
  });

  test('an unknown outcome is refused with where to look', async () => {
    expect(refusal(await answer({ outcome: 'approve' }))).toEqual([409, 'outcome.unknown']);
  });

  test.each<[string, unknown]>([
    ['a value that holds NUL', { note: 'a\u0000b' }],
    ['a name that holds NUL', { 'a\u0000b': 1 }],
  ])('%s is refused as a draft, too', async (_, data) => {
    const { task } = await operator.task(sheet.instanceId);
    const reply = await operator.call<Problem>('PUT', `/api/tasks/${task.taskId}/draft`, { draftRevision: 0, data });
    expect(refusal(reply)[0]).toBe(422);
  });

  test('a draft of more than 200 KB, or under a revision beyond counting, is refused', async () => {
    const { task } = await operator.task(sheet.instanceId);
    const path = `/api/tasks/${task.taskId}/draft`;
    expect(
      refusal(await operator.call<Problem>('PUT', path, { draftRevision: 0, data: { note: 'x'.repeat(200_001) } })),
    ).toEqual([413, 'draft.too-large']);
    expect([409, 422]).toContain(
      (await operator.call<Problem>('PUT', path, { draftRevision: 2 ** 40, data: {} })).status,
    );
  });

  test('no task at once, or more than 200, is refused', async () => {
    for (const tasks of [[], Array.from({ length: 201 }, () => ({ taskId: randomUUID(), revision: 1 }))]) {
      const reply = await officer.post<Problem>('/api/tasks/answers', { outcome: 'send', tasks });
      expect([refusal(reply)[0], pointers(reply)]).toEqual([422, ['/tasks']]);
    }
  });
});

describe('what somebody else did meanwhile', () => {
  test('under a stale revision is told: where the case stands now', async () => {
    const other = await work.sheet('hz-kw');
    const { task, revision } = await officer.task(other.instanceId);
    const reply = await officer.post<Problem>(`/api/tasks/${task.taskId}/answer`, {
      outcome: 'send',
      revision: revision + 1,
    });
    expect(refusal(reply)).toEqual([409, 'case.changed']);
    expect(reply.body.params).toEqual({ revision, states: ['allocated'] });
    expect(reply.body.detail.zh).toContain('任务下达');
  });

  test('with a task is told: who finished it, when and how', async () => {
    const other = await work.sheet('hz-cjw');
    const { task, revision } = await second.task(other.instanceId);
    await officer.answer(other.instanceId, 'send');
    const reply = await second.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'send', revision });
    expect(refusal(reply)).toEqual([409, 'task.already-done']);
    expect(reply.body.params).toMatchObject({
      by: { zh: '市考评办经办人一', en: 'Evaluation Office, officer 1' },
      outcome: 'send',
      at: expect.stringMatching(/^2017-01-03T/),
    });
  });

  test('with a draft is told: what is kept now', async () => {
    const { task } = await operator.task(sheet.instanceId);
    const save = (draftRevision: number, note: string) =>
      operator.call<Problem & { draftRevision: number }>('PUT', `/api/tasks/${task.taskId}/draft`, {
        draftRevision,
        data: { note },
      });
    expect((await save(task.draftRevision, '甲')).body.draftRevision).toBe(task.draftRevision + 1);
    const late = await save(task.draftRevision, '乙');
    expect(refusal(late)).toEqual([409, 'draft.changed']);
    expect(late.body.params).toEqual({ draftRevision: task.draftRevision + 1, data: { note: '甲' } });
  });

  test('by a draft of a finished task is told as such', async () => {
    const done = (await officer.inbox('tab=done')).rows[0];
    const reply = await officer.call<Problem>('PUT', `/api/tasks/${done?.taskId ?? ''}/draft`, {
      draftRevision: 0,
      data: {},
    });
    expect(refusal(reply)).toEqual([409, 'task.closed']);
  });
});

describe('the same thing twice', () => {
  test('two clicks on one button at once are one step with one answer', async () => {
    const twice = await work.sheet('hz-mzj');
    const { task, revision } = await officer.task(twice.instanceId);
    const key = { 'idempotency-key': randomUUID() };
    const click = () =>
      officer.post<AnswerResult>(`/api/tasks/${task.taskId}/answer`, { outcome: 'send', revision }, key);
    const [first, ...others] = await Promise.all(Array.from({ length: 5 }, click));
    expect(first).toMatchObject({ status: 200, body: { revision: revision + 1, states: [{ path: 'drafting' }] } });
    for (const other of others) expect([other.status, other.body]).toEqual([200, first?.body]);
    const history = await officer.get<{ event: string }[]>(`/api/cases/${twice.instanceId}/history`);
    expect(history.body.map((entry) => entry.event)).toEqual(['start', 'send']);
  });

  test('by two people at once is one step, and the other is told who', async () => {
    const other = await work.sheet('hz-tcj');
    const { task, revision } = await officer.task(other.instanceId);
    const clicks = await Promise.all(
      [officer, second].map((person) =>
        person.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'send', revision }),
      ),
    );
    const refused = clicks.filter((click) => click.status !== 200);
    expect(refused.map(refusal)).toEqual([[409, 'task.already-done']]);
  });

  test('with one key but another body is refused', async () => {
    const other = await work.sheet('hz-sww');
    const { task, revision } = await officer.task(other.instanceId);
    const key = { 'idempotency-key': randomUUID() };
    const send = (opinion: string) =>
      officer.post<Problem>(`/api/tasks/${task.taskId}/answer`, { outcome: 'send', revision, opinion }, key);
    expect((await send('')).status).toBe(200);
    expect(refusal(await send('补充意见'))).toEqual([409, 'command.key-reused']);
  });

  test('with one key for two years is refused', async () => {
    const key = { 'idempotency-key': randomUUID() };
    expect((await officer.post<YearOpened>('/api/years/2018/open', {}, key)).status).toBe(200);
    expect(refusal(await officer.post<Problem>('/api/years/2019/open', {}, key))).toEqual([409, 'command.key-reused']);
  });

  test.each([
    [{ 'idempotency-key': '' }],
    [{ 'idempotency-key': 'short' }],
    [{ 'idempotency-key': 'with space in it' }],
    [{ 'idempotency-key': 'x'.repeat(101) }],
  ])('needs a key that is one: %o is refused', async (headers) => {
    const { task, revision } = await operator.task(sheet.instanceId);
    const reply = await operator.post<Problem>(
      `/api/tasks/${task.taskId}/answer`,
      { outcome: 'submit', revision },
      headers,
    );
    expect(refusal(reply)).toEqual([422, 'command.key-missing']);
  });

  test('under another person’s key is no repetition', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const [first, other] = await Promise.all(
      [officer, await work.person(MAYOR)].map((person) =>
        person.post<Problem>(`/api/tasks/${randomUUID()}/answer`, { outcome: 'send', revision: 1 }, key),
      ),
    );
    expect([first, other].map((reply) => reply && refusal(reply))).toEqual(Array(2).fill([404, 'task.missing']));
  });
});

test('of one address’s comments twenty an hour are read, the next is asked to wait', async () => {
  const citizen = await work.office.person();
  const comment = () =>
    citizen.post<Problem>('/api/public/comments', { sheetId: sheet.sheetId, text: '建议公开每月监测数据。' });
  for (let time = 1; time <= 20; time += 1) expect(refusal(await comment())).toEqual([409, 'comment.window-closed']);
  expect(refusal(await comment())).toEqual([429, 'comment.too-many']);
});
