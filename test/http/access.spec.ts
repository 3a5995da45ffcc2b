import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { BulkResult, CasePage, OwnSessionView, Problem, SessionsEnded, SessionView } from '#contracts';
import {
  ADMINISTRATOR,
  DIRECTOR,
  MAYOR,
  OFFICER,
  SheetWork,
  type TravellingSheet,
} from './annual-target/sheet-work.js';
import { Office, type Person, type Reply } from './office.js';

const OPERATOR = 'hz-kw.operator';
const LEADER = 'hz-kw.leader';
const SECURITY = 'hz-kpb.security';
const AUDITOR = 'hz-kpb.audit';
const READING = [OPERATOR, LEADER, OFFICER, DIRECTOR, MAYOR, ADMINISTRATOR];
const ROLES = [...READING, SECURITY, AUDITOR];
const POWERS = [ADMINISTRATOR, SECURITY, AUDITOR];
const ANSWERING = [OPERATOR, LEADER, OFFICER, DIRECTOR, MAYOR];
const WRITING = [OPERATOR, OFFICER];
const HOLDING = [DIRECTOR, ADMINISTRATOR];

/** Who may call which route; null: whoever comes, signed in or not. */
const ROUTES: Record<string, string[] | null> = {
  'POST /api/session': null,
  'POST /api/session/code': null,
  'GET /api/oidc': null,
  'POST /api/oidc/leaving': null,
  'GET /api/oidc/start': null,
  'GET /api/oidc/callback': null,
  'GET /api/setup': null,
  'POST /api/setup': null,
  'DELETE /api/session': null,
  'GET /api/session/sample-accounts': null,
  'GET /api/session/password-rules': null,
  'GET /api/public/sheets': null,
  'POST /api/public/comments': null,
  'GET /health/live': null,
  'GET /health/ready': null,
  'GET /api/session': ROLES,
  'POST /api/session/renewal': ROLES,
  'GET /api/factor': ROLES,
  'POST /api/factor': ROLES,
  'DELETE /api/factor': ROLES,
  'POST /api/factor/confirmation': ROLES,
  'POST /api/factor/recovery-codes': ROLES,
  'GET /api/sessions': ROLES,
  'DELETE /api/sessions': ROLES,
  'DELETE /api/sessions/{sessionId}': ROLES,
  'PUT /api/sessions/password': ROLES,
  'GET /api/inbox': ROLES,
  'GET /api/cases': READING,
  'GET /api/cases/{instanceId}': READING,
  'GET /api/cases/{instanceId}/history': READING,
  'GET /api/cases/{instanceId}/changes': READING,
  'GET /api/workflows': ROLES,
  'GET /api/definitions/{workflow}/{version}': ROLES,
  'GET /api/sheets/{sheetId}': READING,
  'GET /api/targets': READING,
  'GET /api/units': ROLES,
  'GET /api/clock': ROLES,
  'POST /api/tasks/{taskId}/answer': ANSWERING,
  'PUT /api/tasks/{taskId}/draft': ANSWERING,
  'POST /api/tasks/answers': ANSWERING,
  'POST /api/cases/{instanceId}/acts/{event}': ANSWERING,
  'POST /api/sheets': WRITING,
  'PATCH /api/sheets/{sheetId}/rows/{rowId}': WRITING,
  'DELETE /api/sheets/{sheetId}/rows/{rowId}': WRITING,
  'POST /api/sheets/{sheetId}/rows': WRITING,
  'PUT /api/comments/{commentId}/answer': [OFFICER],
  'GET /api/years/{year}/preview': [OFFICER],
  'POST /api/years/{year}/open': [OFFICER],
  'POST /api/imports': [OFFICER, ADMINISTRATOR],
  'GET /api/mails': [ADMINISTRATOR],
  'POST /api/cases/{instanceId}/operations/cancel': HOLDING,
  'POST /api/cases/{instanceId}/operations/suspend': HOLDING,
  'POST /api/cases/{instanceId}/operations/resume': HOLDING,
  'POST /api/cases/{instanceId}/operations/modify': [ADMINISTRATOR],
  'POST /api/cases/{instanceId}/operations/restart': [ADMINISTRATOR],
  'POST /api/cases/{instanceId}/operations/migrate': [ADMINISTRATOR],
  'POST /api/messages': [ADMINISTRATOR],
  'GET /api/incidents': [ADMINISTRATOR],
  'POST /api/incidents/{kind}/{id}/retry': [ADMINISTRATOR],
  'POST /api/incidents/{kind}/{id}/give-up': [ADMINISTRATOR],
  'GET /api/batches': [ADMINISTRATOR],
  'GET /api/batches/{batchId}': [ADMINISTRATOR],
  'POST /api/batches/migrations': [ADMINISTRATOR],
  'POST /api/batches/{batchId}/pause': [ADMINISTRATOR],
  'POST /api/batches/{batchId}/resume': [ADMINISTRATOR],
  'POST /api/batches/{batchId}/cancel': [ADMINISTRATOR],
  'GET /api/audit': [AUDITOR],
  'GET /api/audit/export': [AUDITOR],
  'POST /api/clock': [ADMINISTRATOR],
  'GET /api/accounts': POWERS,
  'GET /api/accounts/{accountId}': POWERS,
  'POST /api/accounts/{accountId}/lock': [SECURITY],
  'GET /api/posts': POWERS,
  'GET /api/rights': [DIRECTOR, ...POWERS],
  'GET /api/proposals': POWERS,
  'POST /api/proposals': [ADMINISTRATOR],
  'POST /api/proposals/{proposalId}/decision': [SECURITY],
  'POST /api/proposals/{proposalId}/withdrawal': [ADMINISTRATOR],
};

const NOWHERE = '01951111-1111-7111-8111-111111111111';

let work: SheetWork;
let nobody: Person;

beforeAll(async () => {
  work = await SheetWork.open();
  nobody = await work.office.person();
});
afterAll(() => work.close());

/** Calls a route with nothing that it could carry out: it is asked who may come in, not what it does. */
function call(person: Person, route: string): Promise<Reply<Problem>> {
  const [method = '', path = ''] = route.split(' ');
  const address = path
    .replace('{year}', '2017')
    .replace('{workflow}', 'annual-target')
    .replace('{version}', '1')
    .replaceAll(/\{\w+\}/g, NOWHERE);
  return person.call(method, address, ['GET', 'DELETE'].includes(method) ? undefined : {}, { 'idempotency-key': '' });
}

describe('every route', () => {
  test('stands in the table of who may call it, and none is missing there', async () => {
    const { body } = await nobody.get<{ paths: Record<string, Record<string, unknown>> }>('/api/openapi.json');
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  test('but the open ones asks who is there', async () => {
    const turnedAway: string[] = [];
    for (const route of Object.keys(ROUTES)) {
      const reply = await call(nobody, route);
      if (reply.status === 401 && reply.body.code === 'session.needed') turnedAway.push(route);
    }
    expect(turnedAway).toEqual(Object.keys(ROUTES).filter((route) => ROUTES[route] !== null));
  });

  test('but the open ones lets in the posts of the table, and no other', async () => {
    const admitted: Record<string, string[]> = {};
    for (const route of Object.keys(ROUTES).filter((one) => ROUTES[one] !== null)) {
      admitted[route] = [];
      for (const account of ROLES) {
        const reply = await call(await work.person(account), route);
        if (reply.body.code !== 'permission.missing') admitted[route].push(account);
        else expect([route, account, reply.status]).toEqual([route, account, 403]);
      }
    }
    expect(admitted).toEqual(Object.fromEntries(Object.entries(ROUTES).filter(([, allowed]) => allowed !== null)));
  });
});

describe('what belongs to another unit', () => {
  const SECRET = '尚未公开的现状说明';
  let sheet: TravellingSheet;
  let stranger: Person;

  beforeAll(async () => {
    sheet = await (await work.sheet('hz-hbj')).to('drafting');
    await sheet.write({ current: SECRET });
    stranger = await work.person(OPERATOR);
  });

  const ids = async (): Promise<{ taskId: string; rowId: string }> => ({
    taskId: (await (await sheet.operator()).task(sheet.instanceId)).task.taskId,
    rowId: (await sheet.row(1)).rowId,
  });

  test('is not there for a stranger who knows its ids, and says nothing of itself', async () => {
    const { taskId, rowId } = await ids();
    const content = { current: '改写' };
    const attempts: [method: string, path: string, body?: unknown][] = [
      ['GET', `/api/cases/${sheet.instanceId}`],
      ['GET', `/api/cases/${sheet.instanceId}/history`],
      ['GET', `/api/cases/${sheet.instanceId}/changes`],
      ['POST', `/api/cases/${sheet.instanceId}/acts/submit`, { revision: 1 }],
      ['GET', `/api/sheets/${sheet.sheetId}`],
      ['PATCH', `/api/sheets/${sheet.sheetId}/rows/${rowId}`, { revision: 1, content }],
      ['DELETE', `/api/sheets/${sheet.sheetId}/rows/${rowId}`],
      ['POST', `/api/sheets/${sheet.sheetId}/rows`, { content }],
      ['POST', `/api/tasks/${taskId}/answer`, { outcome: 'submit', revision: 1 }],
      ['PUT', `/api/tasks/${taskId}/draft`, { draftRevision: 0, data: {} }],
    ];
    for (const [method, path, body] of attempts) {
      const reply = await stranger.call<Problem>(method, path, body);
      expect([method, path, [403, 404].includes(reply.status)]).toEqual([method, path, true]);
      for (const word of [SECRET, '市环保局', 'HZ-HBJ']) expect(JSON.stringify(reply.body)).not.toContain(word);
    }
  });

  test('looks like what does not exist', async () => {
    const [there, not] = [
      await stranger.get<Problem>(`/api/cases/${sheet.instanceId}`),
      await stranger.get<Problem>(`/api/cases/${NOWHERE}`),
    ];
    expect({ ...there.body, correlationId: '' }).toEqual({ ...not.body, correlationId: '' });
  });

  test('is not named in the answer to many tasks at once either', async () => {
    const { taskId } = await ids();
    const reply = await stranger.post<BulkResult>('/api/tasks/answers', {
      outcome: 'submit',
      tasks: [{ taskId, revision: 1 }],
    });
    expect(reply.body.results).toMatchObject([{ done: false, problem: { code: 'task.missing' } }]);
    expect(JSON.stringify(reply.body)).not.toContain('市环保局');
  });

  test('is in none of the lists, nor in their counts', async () => {
    const { unitId } = await work.unit('HZ-HBJ');
    const all = await stranger.get<CasePage>('/api/cases?workflow=annual-target');
    expect(all.body.rows.map((row) => row.unit?.code)).toEqual(['HZ-KW']);
    expect([all.body.total, all.body.states.reduce((sum, state) => sum + state.count, 0)]).toEqual([1, 1]);
    const filtered = await stranger.get<CasePage>(`/api/cases?workflow=annual-target&unit=${unitId}`);
    expect(filtered.body).toMatchObject({ rows: [], total: 0, states: [] });
    for (const tab of ['todo', 'done', 'started'])
      expect((await stranger.inbox(`tab=${tab}&q=${encodeURIComponent('市环保局')}`)).rows).toEqual([]);
  });

  test('cannot be declared for', async () => {
    const { unitId } = await work.unit('HZ-JTJ');
    const reply = await stranger.post<Problem>('/api/sheets', { year: 2017, unitId });
    expect([reply.status, reply.body.code]).toEqual([403, 'sheet.not-your-unit']);
  });

  test('stays with the leader of its own unit, who reads but does not write', async () => {
    expect((await sheet.view('hz-hbj.leader')).mode).toBe('read');
    const { taskId } = await ids();
    const reply = await (
      await sheet.leader()
    ).call<Problem>('PUT', `/api/tasks/${taskId}/draft`, { draftRevision: 0, data: {} });
    expect(reply.status).toBe(404);
  });
});

describe('another site’s page', () => {
  test.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'http://127.0.0.1.evil.example' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site' }],
  ])('writes nothing with the visitor’s cookie: %o', async (headers) => {
    const person = await work.person(OFFICER);
    const writes: [string, string][] = [
      ['POST', '/api/tasks/answers'],
      ['PUT', `/api/tasks/${NOWHERE}/draft`],
      ['PATCH', `/api/sheets/${NOWHERE}/rows/${NOWHERE}`],
      ['DELETE', '/api/session'],
      ['POST', '/api/session'],
    ];
    for (const [method, path] of writes) {
      const reply = await person.call<Problem>(method, path, method === 'DELETE' ? undefined : {}, headers);
      expect([method, path, reply.status, reply.body.code]).toEqual([method, path, 403, 'request.foreign']);
    }
  });

  test('is not allowed to read either: no answer names it as a friend', async () => {
    const person = await work.person(OFFICER);
    const reply = await person.call('GET', '/api/inbox', undefined, { origin: 'https://evil.example' });
    expect(reply.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('is told from the product’s own', async () => {
    const person = await work.person(OFFICER);
    const reply = await person.call<Problem>(
      'POST',
      '/api/tasks/answers',
      {},
      { origin: work.office.address, 'sec-fetch-site': 'same-origin' },
    );
    expect(reply.status).toBe(422);
  });
});

describe('a session', () => {
  const open = async (account: string, password = 'kaoping-2017'): Promise<Reply<Problem>> =>
    nobody.post('/api/session', { account, password });
  const cookieOf = (reply: Reply<unknown>): string => reply.headers.get('set-cookie') ?? '';
  const who = (cookie: string): Promise<Reply<SessionView>> =>
    nobody.call('GET', '/api/session', undefined, { cookie });

  test('says who is there, in which posts, with which permissions', async () => {
    const { body } = await who(cookieOf(await open('HZ-HBJ.operator ')).split(';')[0] ?? '');
    expect(body).toMatchObject({ account: 'hz-hbj.operator', name: { zh: '市环保局经办人' }, sample: true });
    expect(body.posts).toMatchObject([{ post: 'unit.operator', unit: { code: 'HZ-HBJ' } }]);
    expect(body.permissions).toContain('sheet.write');
    expect(body.permissions).not.toContain('year.open');
  });

  test('lives in a cookie that scripts and other sites do not get, new with each sign-in', async () => {
    const [first, second] = [cookieOf(await open(OPERATOR)), cookieOf(await open(OPERATOR))];
    expect(first).toMatch(/^kaoping_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(first).not.toBe(second);
  });

  test('ends with DELETE, in that browser alone, and ending it twice does no harm', async () => {
    const [here, there] = [cookieOf(await open(OPERATOR)), cookieOf(await open(OPERATOR))].map(
      (cookie) => cookie.split(';')[0] ?? '',
    );
    const ended = await nobody.call('DELETE', '/api/session', undefined, { cookie: here ?? '' });
    expect([ended.status, cookieOf(ended)]).toEqual([
      204,
      expect.stringMatching(/^kaoping_session=; .*Expires=Thu, 01 Jan 1970/),
    ]);
    expect([(await who(here ?? '')).status, (await who(there ?? '')).status]).toEqual([401, 200]);
    expect((await nobody.call('DELETE', '/api/session', undefined, { cookie: here ?? '' })).status).toBe(204);
  });

  test('is ended from elsewhere by its holder, and by nobody else', async () => {
    const [here, there] = [await work.office.person('hz-kab.leader'), await work.office.person('hz-kab.leader')];
    const { body: own } = await here.get<OwnSessionView[]>('/api/sessions');
    expect(own.filter(({ isThis }) => isThis)).toMatchObject([{ address: '127.0.0.1', device: 'node' }]);
    const other = own.find(({ isThis }) => !isThis)?.sessionId ?? '';
    const stranger = await work.office.person('hz-kab.operator');
    const refused = await stranger.call<Problem>('DELETE', `/api/sessions/${other}`);
    expect([refused.status, refused.body.code]).toEqual([404, 'session.missing']);
    expect((await there.get('/api/session')).status).toBe(200);
    expect((await here.call('DELETE', `/api/sessions/${other}`)).status).toBe(204);
    expect((await there.get('/api/session')).status).toBe(401);
    await there.signIn('hz-kab.leader');
    const ended = await there.call<SessionsEnded>('DELETE', '/api/sessions');
    expect([ended.status, ended.body]).toEqual([200, { ended: 1 }]);
    expect([(await here.get('/api/session')).status, (await there.get('/api/session')).status]).toEqual([401, 200]);
  });

  test('says from where it was opened, also behind a proxy on the same machine', async () => {
    const person = await work.office.person();
    const { headers } = await person.post(
      '/api/session',
      { account: 'hz-kab.leader', password: 'kaoping-2017' },
      { 'x-forwarded-for': '10.20.30.40' },
    );
    const cookie = (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const { body } = await person.call<OwnSessionView[]>('GET', '/api/sessions', undefined, { cookie });
    expect(body.find(({ isThis }) => isThis)?.address).toBe('10.20.30.40');
    const again = await person.post('/api/session', { account: 'hz-kab.leader', password: 'kaoping-2017' }, { cookie });
    expect(again.status).toBe(201);
    expect((await person.call('GET', '/api/session', undefined, { cookie })).status).toBe(401);
  });

  test('is kept by https in a cookie that no other host and no plain connection can set', async () => {
    const office = await Office.open({ PUBLIC_URL: 'https://kaoping.example' });
    try {
      const person = await office.person();
      const cookie = cookieOf(await person.signIn(OPERATOR));
      expect(cookie).toMatch(/^__Host-kaoping_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
      const [pair = ''] = cookie.split(';');
      const at = async (pairSent: string): Promise<number> =>
        (await person.call('GET', '/api/session', undefined, { cookie: pairSent })).status;
      expect([await at(pair), await at(pair.replace('__Host-', ''))]).toEqual([200, 401]);
    } finally {
      await office.close();
    }
  });

  test('is not opened by a token that nobody gave', async () => {
    for (const token of ['', 'x', 'a'.repeat(43), 'a'.repeat(4000), '%00']) {
      expect((await who(`kaoping_session=${token}`)).status).toBe(401);
    }
  });

  test('is refused alike for an unknown account and a wrong password', async () => {
    const [unknown, wrong] = [await open('nobody'), await open('hz-kab.operator', 'wrong')];
    expect([unknown.status, unknown.body.code]).toEqual([401, 'session.refused']);
    expect({ ...wrong.body, correlationId: '' }).toEqual({ ...unknown.body, correlationId: '' });
    expect(cookieOf(wrong)).toBe('');
  });

  test('is locked after five wrong passwords, for that account alone, whatever it is called by', async () => {
    for (let attempt = 1; attempt <= 5; attempt += 1)
      expect((await open(attempt % 2 ? 'hz-mzj.leader' : ' HZ-MZJ.Leader', 'wrong')).status).toBe(401);
    const locked = await open('hz-mzj.leader');
    expect([locked.status, locked.body.code, cookieOf(locked)]).toEqual([429, 'session.locked', '']);
    expect((await open('hz-mzj.operator')).status).toBe(201);
  });
});

describe('every answer', () => {
  test.each(['/api/session', '/api/public/sheets', '/api/nothing', '/health/live'])(
    'of %s carries the headers that keep a browser safe',
    async (path) => {
      const { headers } = await (await work.person(OFFICER)).get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toMatch(/DENY|SAMEORIGIN/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    },
  );

  test('of the API stays out of every cache', async () => {
    const person = await work.person(OFFICER);
    const paths = ['/api/session', '/api/inbox', '/api/cases?workflow=annual-target', '/api/targets', '/api/nothing'];
    const kept = await Promise.all(
      paths.map(async (path) => [path, (await person.get(path)).headers.get('cache-control')]),
    );
    expect(kept).toEqual(paths.map((path) => [path, 'no-store']));
  });
});

describe('health', () => {
  test('says that the process lives and is ready, to whoever asks', async () => {
    expect(await nobody.get('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
    expect(await nobody.get('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
  });

  test('is alive, not ready, while the database is away, and ready when it is back', async () => {
    const source = work.office.app.get(DataSource);
    await source.destroy();
    expect(await nobody.get('/health/live')).toMatchObject({ status: 200 });
    expect(await nobody.get('/health/ready')).toMatchObject({ status: 503, body: { code: 'database.away' } });
    await source.initialize();
    expect(await nobody.get('/health/ready')).toMatchObject({ status: 200 });
  });
});
