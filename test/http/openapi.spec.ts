import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type {
  AccountPage,
  CasePage,
  DefinitionView,
  FactorEnrolment,
  OperationName,
  OwnSessionView,
  Problem,
  ProposalResult,
  SignedIn,
} from '#contracts';
import { Batches } from '#engine';
import { Database } from '#platform';
import { ADMINISTRATOR, DIRECTOR, MAYOR, OFFICER, SheetWork } from './annual-target/sheet-work.js';
import { ApiDocument, overhear, type Exchange } from './api-document.js';
import { breakDeadline, inquire, orderInquiries, publishInquiry, publishNextInquiry } from './inquiry.js';
import { FirstSetup } from '../../apps/api/src/first-setup.js';
import { Office, Person } from './office.js';
import { Authenticator } from './sign-in/authenticator.js';
import { PLAN } from './opinion-rectification/opinion-office.js';

const SAMPLE = new URL('../../../apps/api/sample/hangzhou/', import.meta.url).pathname;
const NOWHERE = '01951111-1111-7111-8111-111111111111';

let work: SheetWork;
let api: ApiDocument;

beforeAll(async () => {
  work = await SheetWork.open();
  api = new ApiDocument((await (await work.office.person()).get('/api/openapi.json')).body);
});
afterAll(() => work.close());

describe('the OpenAPI document', () => {
  test('describes the answer of every route', () => {
    const silent = [...api.operations].filter(([, { responses }]) => {
      const answer = responses['200'] ?? responses['201'];
      if (!answer) return !responses['204'] && !responses['302'];
      const schemas = Object.values(answer.content ?? {}).map(({ schema }) => Object.keys(schema).length);
      return schemas.length === 0 || schemas.includes(0);
    });
    expect(silent.map(([route]) => route)).toEqual([]);
  });

  test('says how people and other systems are known', () => {
    const known = (route: string): string[] | undefined =>
      api.operations.get(route)?.security?.flatMap((way) => Object.keys(way));
    expect(known('GET /api/cases')).toEqual(['cookie', 'token']);
    for (const route of ['GET /api/accounts', 'GET /api/session', 'PUT /api/organisation/people'])
      expect([route, known(route)]).toEqual([route, ['cookie']]);
    expect(known('GET /health/live')).toBeUndefined();
    expect(api.securitySchemes).toMatchObject({
      cookie: { type: 'apiKey', in: 'cookie' },
      token: { type: 'http', scheme: 'bearer' },
    });
  });

  test('describes the body that a route takes, field by field', () => {
    const vague = [...api.operations].filter(([, { requestBody }]) =>
      Object.values(requestBody?.content ?? {}).some(({ schema }) => schema['properties'] === undefined),
    );
    expect(vague.map(([route]) => route)).toEqual([]);
  });

  test('holds valid schemas, and every one that it names', () => {
    const everywhere = [...api.operations.values()].flatMap(({ parameters, requestBody, responses }) => [
      ...parameters,
      ...[requestBody, ...Object.values(responses)].flatMap((one) => Object.values(one?.content ?? {})),
    ]);
    for (const { schema } of everywhere) expect(() => api.validatorOf(schema)).not.toThrow();
    for (const schema of Object.values(api.schemas)) expect(() => api.validatorOf(schema)).not.toThrow();
  });

  test('calls every operation by a name of its own, and names the parameters of its path', () => {
    const names = [...api.operations.values()].map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const [route, { parameters }] of api.operations) {
      const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      expect([route, inPath.sort()]).toEqual([route, [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()]);
    }
  });
});

describe('whoever reads the document', () => {
  test('knows of every route whether it needs somebody signed in', async () => {
    const stranger = new Person(work.office.address);
    const needs = new Map<string, boolean>();
    for (const route of api.operations.keys()) {
      const [method = '', path = ''] = route.split(' ');
      const { body } = await stranger.call<Problem | null>(method, path.replaceAll(/\{\w+\}/g, NOWHERE));
      needs.set(route, body?.code === 'session.needed');
    }
    const told = new Map([...api.operations].map(([route, { security }]) => [route, security !== undefined]));
    expect(told).toEqual(needs);
    expect([...new Set(needs.values())].sort()).toEqual([false, true]);
  });

  test('knows what an account may be called, and that a reason is asked for', () => {
    const bodyOf = (route: string): ((body: unknown) => boolean) => {
      const content = api.operations.get(route)?.requestBody?.content['application/json'];
      if (!content) throw new Error(`${route} takes no body`);
      return (body) => api.validatorOf(content.schema)(body);
    };
    const proposes = bodyOf('POST /api/proposals');
    const proposal = (account: string, reason: string): unknown => ({ changes: [{ do: 'reset', account }], reason });
    expect(proposes(proposal('hz-hbj.operator', '忘记密码'))).toBe(true);
    for (const account of ['', 'x', '环保局', 'HZ-HBJ', '-hz', 'x'.repeat(65)])
      expect([account, proposes(proposal(account, '忘记密码'))]).toEqual([account, false]);
    expect(proposes(proposal('hz-hbj.operator', ''))).toBe(false);
    const [suspends, setsUp] = [bodyOf('POST /api/cases/{instanceId}/operations/suspend'), bodyOf('POST /api/setup')];
    expect([suspends({ revision: 1, reason: '核对' }), suspends({ revision: 1, reason: '' })]).toEqual([true, false]);
    const first = { code: 'x', organisation: '市', office: '办', password: 'x', email: 'a@b.example' };
    expect([setsUp({ ...first, account: 'admin' }), setsUp({ ...first, account: 'A' })]).toEqual([true, false]);
  });

  test('knows what an Idempotency-Key may be: as many characters as it says, and no other', async () => {
    const { parameters = [] } = api.operations.get('POST /api/public/comments') ?? {};
    const pattern = new RegExp(String(parameters.find(({ name }) => name === 'Idempotency-Key')?.schema['pattern']));
    const stranger = new Person(work.office.address);
    const comment = JSON.stringify({ sheetId: NOWHERE, text: '意见' });
    for (const key of [
      'x'.repeat(7),
      'x'.repeat(8),
      'A_b-0'.repeat(20),
      'x'.repeat(101),
      'x y z x y z',
      'clé-de-clé',
    ]) {
      const { body } = await stranger.call<Problem>('POST', '/api/public/comments', comment, {
        'idempotency-key': key,
      });
      expect([key, body.code === 'command.key-missing']).toEqual([key, !pattern.test(key)]);
    }
  });
});

describe('every route', () => {
  const exchanges: Exchange[] = [];

  beforeAll(async () => {
    const stop = overhear(work.office.address, exchanges);
    await workOnTargets();
    await workOnOpinions();
    await workOnAccounts();
    await doTheRest();
    stop();
    await setUpAnother(exchanges);
  });

  test('is carried out in this story', () => {
    const done = new Set(exchanges.filter(({ status }) => status < 400).map((one) => api.routeOf(one)));
    expect([...api.operations.keys()].filter((route) => !done.has(route))).toEqual([]);
  });

  test('answers, refuses and is asked as the document says', () => {
    expect([...new Set(exchanges.flatMap((exchange) => api.faultsOf(exchange)))]).toEqual([]);
  });

  test.each<[string, (body: Record<string, unknown>) => unknown]>([
    ['lacks a field', ({ weightSum: _, ...rest }) => rest],
    ['holds a field more', (body) => ({ ...body, more: 1 })],
    ['holds another kind of thing', (body) => ({ ...body, title: '申报表' })],
  ])('is found out where its answer %s', (_, changed) => {
    const told = exchanges.find((one) => one.status === 200 && api.routeOf(one) === 'GET /api/sheets/{sheetId}');
    if (!told) throw new Error('nobody read a sheet');
    expect(api.faultsOf({ ...told, body: changed(told.body as Record<string, unknown>) })).not.toEqual([]);
  });
});

/** One sheet goes all its way, returned once and with comments; another is made, written and cut down by its unit. */
async function workOnTargets(): Promise<void> {
  const officer = await work.person(OFFICER);
  const [one, other] = [await work.sheet('hz-czj'), await work.sheet('hz-cjw')];
  await bulk(officer, 'send', [one.instanceId, other.instanceId, NOWHERE]);
  const sheet = await (await work.sheet('hz-hbj')).to('drafting');
  const operator = await sheet.operator();
  const { task } = await operator.task(sheet.instanceId);
  await operator.call('PUT', `/api/tasks/${task.taskId}/draft`, { draftRevision: task.draftRevision, data: {} });
  await operator.call('PATCH', `/api/sheets/${sheet.sheetId}/rows/${(await sheet.row()).rowId}`, { revision: 99 });
  const partner = await work.unit('HZ-JXW');
  await sheet.patch('hz-hbj.operator', 1, { coopUnitIds: [partner.unitId] });
  await readAll(operator, sheet.instanceId);
  await sheet.to('cosign');
  await readAll(await work.person('hz-jxw.leader'), sheet.instanceId);
  await sheet.to('officeReview');
  const { rowId } = await sheet.row();
  const opinion = '请细化措施。';
  await officer.answer(sheet.instanceId, 'return', {
    opinion,
    data: { rows: { [rowId]: { verdict: 'return', opinion } } },
  });
  await readAll(operator, sheet.instanceId);
  await sheet.to('publicComment');
  const citizen = await work.office.person();
  const comment = { sheetId: sheet.sheetId, text: '建议公开每月监测数据。' };
  await citizen.get('/api/public/sheets');
  await citizen.post('/api/public/comments', { ...comment, from: '市民', rowId });
  await sheet.to('commentHandling');
  await citizen.post('/api/public/comments', comment);
  for (const { commentId } of (await sheet.view()).comments)
    await officer.call('PUT', `/api/comments/${commentId}/answer`, { adopted: true, text: '已采纳。' });
  await sheet.to('issued');
  await readAll(officer, sheet.instanceId);
  const declared = await work.declaredSheet('hz-jtj');
  const declarer = await declared.operator();
  await declarer.call('DELETE', `/api/sheets/${declared.sheetId}/rows/${(await declared.row()).rowId}`);
}

/** One opinion is planned by its unit; another is joined to it. */
async function workOnOpinions(): Promise<void> {
  const officer = await work.person(OFFICER);
  const list = await officer.get<CasePage>('/api/cases?workflow=opinion-rectification&limit=200&state=collected');
  const [id, joined] = [1, 2].map(
    (no) => list.body.rows.find((row) => row.columns['opinionNo'] === no)?.instanceId ?? '',
  );
  if (!id || !joined) throw new Error('the list lacks an opinion');
  await officer.answer(id, 'importDone');
  await readAll(officer, id);
  await officer.answer(id, 'assign', { data: { kind: 'ordinary' } });
  const unit = (await officer.case(id)).unit?.code.toLowerCase() ?? '';
  const [operator, leader] = [await work.person(`${unit}.operator`), await work.person(`${unit}.leader`)];
  await leader.answer(id, 'accept');
  await operator.answer(id, 'submit', { data: PLAN });
  await leader.answer(id, 'sign');
  for (const person of [operator, leader, officer, await work.person(DIRECTOR)]) await readAll(person, id);
  await officer.try(id, 'acceptKey');
  await officer.answer(joined, 'importDone');
  await officer.act(joined, 'merge', { data: { mergedInto: 1 } });
  await readAll(officer, joined);
}

/** An account is asked for, and decided on. */
async function workOnAccounts(): Promise<void> {
  const [administrator, security] = [await work.person(ADMINISTRATOR), await work.person('hz-kpb.security')];
  const { unitId } = await work.unit('HZ-KAB');
  const add = { do: 'add', account: 'kab.new', name: '市考评办经办人三', email: 'kab@hz.example' };
  const grant = { do: 'grant', account: 'kab.new', post: 'unit.operator', unitId };
  const propose = async (changes: object[]): Promise<string> => {
    const { body } = await administrator.post<ProposalResult>('/api/proposals', { changes, reason: '人员调整' });
    return body.proposalId;
  };
  const approve = async (id: string): Promise<unknown> =>
    security.post(`/api/proposals/${id}/decision`, { verdict: 'approve' });
  await approve(await propose([add, grant]));
  await propose([add]);
  await administrator.post(`/api/proposals/${await propose([{ do: 'disable', account: 'kab.new' }])}/withdrawal`, {});
  await administrator.get('/api/posts');
  const person = { account: 'kab.other', name: '市考评办经办人四', email: 'kab@hz.example', post: 'unit.operator' };
  for (const unitCode of ['HZ-KAB', 'NOWHERE'])
    await administrator.call('PUT', '/api/organisation/people', { people: [{ ...person, unitCode }], reason: '名单' });
  const { body } = await administrator.get<AccountPage>('/api/accounts?q=kab.new&limit=1');
  const accountId = body.rows[0]?.accountId ?? '';
  await security.post(`/api/accounts/${accountId}/lock`, { reason: '离岗' });
  await administrator.get(`/api/accounts/${accountId}`);
  const given = { account: 'hr.system', name: '市人事系统', permissions: ['unit.read'], days: 90 };
  await approve(await propose([{ do: 'token', ...given, post: 'unit.operator', unitId }]));
  const { body: systems } = await administrator.get<AccountPage>('/api/accounts?q=hr.system&limit=1');
  const systemId = systems.rows[0]?.accountId ?? '';
  for (const reason of ['系统下线', '再次'])
    await administrator.post(`/api/accounts/${systemId}/token/revocation`, { reason });
  await administrator.get(`/api/accounts/${systemId}`);
  await security.get('/api/proposals?limit=2');
  const { body: cases } = await (await work.person(OFFICER)).get<CasePage>('/api/cases?workflow=annual-target&limit=1');
  for (const about of [`unit=${unitId}`, `account=${accountId}`, `case=${cases.rows[0]?.instanceId ?? ''}`, 'unit='])
    await security.get(`/api/rights?${about}`);
}

/** What belongs to no case. */
async function doTheRest(): Promise<void> {
  const nobody = await work.office.person();
  for (const path of [
    '/health/live',
    '/health/ready',
    '/api/session/sample-accounts',
    '/api/session/password-rules',
    '/api/oidc',
    '/api/inbox',
  ])
    await nobody.get(path);
  const officer = await work.person(OFFICER);
  for (const path of ['/api/targets', '/api/units?q=HZ', '/api/years/2017/preview', '/api/years/2018/preview'])
    await officer.get(path);
  await officer.post('/api/years/2018/open', {});
  for (const { workflow, version } of (await officer.get<DefinitionView[]>('/api/workflows')).body)
    await officer.get(`/api/definitions/${workflow}/${version}`);
  const administrator = await work.person(ADMINISTRATOR);
  await administrator.get('/api/mails?limit=200');
  for (const path of ['/api/audit', '/api/audit?from=yesterday', '/api/audit/export?action=session.opened'])
    await (await work.person('hz-kpb.audit')).get(path);
  await stepIn(administrator);
  await administrator.post('/api/clock', { by: 'next' });
  await administrator.post('/api/clock', { by: 'century' });
  for (const person of [await work.person(MAYOR), administrator]) await readAll(person);
  const session = await (await work.office.person()).signIn(OFFICER);
  for (const text of ['编号,名称\n', await readFile(`${SAMPLE}units.csv`, 'utf8')]) {
    for (const accept of ['application/json', 'application/x-ndjson']) await upload(text, session.headers, accept);
  }
  const elsewhere = await work.office.person(MAYOR);
  for (const path of ['/api/session', '/api/sessions']) await elsewhere.get(path);
  await work.office.person(MAYOR);
  const { body: own } = await elsewhere.get<OwnSessionView[]>('/api/sessions');
  const other = own.find(({ isThis }) => !isThis)?.sessionId ?? '';
  for (let twice = 0; twice < 2; twice += 1) await elsewhere.call('DELETE', `/api/sessions/${other}`);
  for (const password of ['wrong', 'kaoping-2017']) await elsewhere.post('/api/session/renewal', { password });
  await elsewhere.call('DELETE', '/api/sessions');
  await officer.call('DELETE', '/api/session');
  for (const way of ['start', 'callback'])
    await fetch(`${work.office.address}/api/oidc/${way}`, { redirect: 'manual' });
  await elsewhere.post('/api/oidc/leaving', {});
}

/** An empty product beside the sample is set up. */
async function setUpAnother(exchanges: Exchange[]): Promise<void> {
  const empty = await Office.open({ SAMPLE: 'none' });
  const stop = overhear(empty.address, exchanges);
  const nobody = await empty.person();
  await nobody.get('/api/setup');
  const code = (await empty.app.get(FirstSetup).invite()) ?? '';
  const setup = { code, organisation: '余杭区', office: '区考评办', account: 'admin', email: 'admin@yuhang.example' };
  for (const password of ['short', '区考评办 2026 Ab', '区考评办 2026 Ab'])
    await nobody.post('/api/setup', { ...setup, password });
  await nobody.signIn('admin', '区考评办 2026 Ab');
  for (const next of ['short', '区考评办 2027 Ab'])
    await nobody.call('PUT', '/api/sessions/password', { present: '区考评办 2026 Ab', next });
  await turnFactorOnAndOff(nobody, await empty.person(), empty.app.get(Database));
  stop();
  await empty.close();
}

async function turnFactorOnAndOff(person: Person, elsewhere: Person, database: Database): Promise<void> {
  const { body } = await person.post<FactorEnrolment>('/api/factor', {});
  const app = new Authenticator(body.uri, database);
  for (const code of ['no', await app.code(-1)]) await person.post('/api/factor/confirmation', { code });
  await person.get('/api/factor');
  await person.post('/api/factor/recovery-codes', {});
  const { body: step } = await elsewhere.post<SignedIn>('/api/session', {
    account: 'admin',
    password: '区考评办 2027 Ab',
  });
  for (const code of ['no', await app.code()]) await elsewhere.post('/api/session/code', { ticket: step.ticket, code });
  await person.call('DELETE', '/api/factor');
}

/** What administrators do beside the charts. */
async function stepIn(administrator: Person): Promise<void> {
  await publishInquiry(work.office);
  const id = await inquire(work.office, '杭考函1号');
  const operate = async (name: OperationName | 'migrate', more: object = {}): Promise<unknown> => {
    const { revision } = await administrator.case(id);
    return administrator.post(`/api/cases/${id}/operations/${name}`, { reason: '更正', revision, ...more });
  };
  await operate('suspend');
  await operate('suspend');
  await operate('resume');
  await operate('modify', { states: ['answered'] });
  await operate('restart', { seq: 1 });
  await inquire(work.office, '杭考函5号');
  await publishNextInquiry(work.office);
  await operate('migrate', { version: 2 });
  const order = { workflow: 'inquiry', from: 1, to: 2, reason: '新办法施行' };
  await administrator.post('/api/batches/migrations', order);
  const timers = [
    await breakDeadline(work.office, id),
    await breakDeadline(work.office, await inquire(work.office, '杭考函4号')),
  ];
  await administrator.get('/api/incidents?limit=1');
  await administrator.post(`/api/incidents/timer/${timers[0] ?? ''}/give-up`, { reason: '已复函' });
  await administrator.post(`/api/incidents/timer/${timers[1] ?? ''}/retry`, {});
  await administrator.post('/api/messages', {
    workflow: 'inquiry',
    correlation: '杭考函4号',
    event: 'replied',
    data: {},
  });
  await operate('cancel');
  await readAll(administrator, id);
  const batchId = await orderInquiries(work.office, 3, 1);
  for (const act of ['pause', 'resume']) await administrator.post(`/api/batches/${batchId}/${act}`, {});
  await work.office.app.get(Batches).runReady();
  await administrator.get(`/api/batches/${batchId}`);
  await administrator.post(`/api/batches/${await orderInquiries(work.office, 1)}/cancel`, {});
  await administrator.get('/api/batches');
}

/** Everything that a person can read of what lies before them, and of a case. */
async function readAll(person: Person, instanceId?: string): Promise<void> {
  for (const path of [
    '/api/session',
    '/api/clock',
    ...['todo', 'done', 'started'].map((tab) => `/api/inbox?tab=${tab}`),
  ])
    await person.get(path);
  for (const workflow of ['annual-target', 'opinion-rectification'])
    await person.get(`/api/cases?workflow=${workflow}&limit=200`);
  if (instanceId === undefined) return;
  const { workflow, recordId } = await person.case(instanceId);
  for (const part of ['history', 'changes']) await person.get(`/api/cases/${instanceId}/${part}`);
  if (workflow === 'annual-target') await person.get(`/api/sheets/${recordId ?? ''}`);
}

/** Gives the tasks of many cases the same answer; a case without one stands for a task that is gone. */
async function bulk(person: Person, outcome: string, cases: string[]): Promise<void> {
  const { rows } = await person.inbox();
  const tasks = cases.map((instanceId) => {
    const row = rows.find((one) => one.instanceId === instanceId);
    return { taskId: row?.taskId ?? instanceId, revision: row?.revision ?? 1 };
  });
  await person.post('/api/tasks/answers', { outcome, tasks });
}

/** Uploads a file as the browser does. */
async function upload(text: string, signedIn: Headers, accept: string): Promise<void> {
  const body = new FormData();
  body.append('files', new Blob([text]), 'units.csv');
  const cookie = signedIn.get('set-cookie')?.split(';')[0] ?? '';
  await fetch(`${work.office.address}/api/imports`, { method: 'POST', headers: { cookie, accept }, body });
}
