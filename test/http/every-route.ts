import { readFile } from 'node:fs/promises';
import type {
  AccountPage,
  CasePage,
  DefinitionView,
  FactorEnrolment,
  OperationName,
  OwnSessionView,
  ProposalResult,
  SignedIn,
  WebhookSecret,
} from '#contracts';
import { Batches } from '#engine';
import { Database } from '#platform';
import { ADMINISTRATOR, DIRECTOR, MAYOR, OFFICER, type SheetWork } from './annual-target/sheet-work.js';
import { overhear, type Exchange } from './api-document.js';
import { breakDeadline, inquire, orderInquiries, publishInquiry, publishNextInquiry } from './inquiry.js';
import { FirstSetup } from '../../apps/api/src/first-setup.js';
import { Office, type Person } from './office.js';
import { Authenticator } from './sign-in/authenticator.js';
import { PLAN } from './opinion-rectification/opinion-office.js';

const SAMPLE = new URL('../../../apps/api/sample/hangzhou/', import.meta.url).pathname;
/** Whom the office may tell what happens: `WEBHOOK_HOSTS`. */
export const RECEIVER = 'https://data.hz.example/';
const NOWHERE = '01951111-1111-7111-8111-111111111111';

/** A story in which every route is carried out, and many are refused, in an office that may tell the `RECEIVER`; answers all that was asked and told. */
export async function everyRoute(work: SheetWork): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const stop = overhear(work.office.address, exchanges);
  await workOnTargets(work);
  await workOnOpinions(work);
  await workOnAccounts(work);
  await workOnWebhooks(work);
  await doTheRest(work);
  stop();
  await setUpAnother(exchanges);
  return exchanges;
}

/** One sheet goes all its way, returned once and with comments; another is made, written and cut down by its unit. */
async function workOnTargets(work: SheetWork): Promise<void> {
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
  await citizen.get('/api/tenants');
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
async function workOnOpinions(work: SheetWork): Promise<void> {
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
async function workOnAccounts(work: SheetWork): Promise<void> {
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

/** Another system is told what happens, and then no more. */
async function workOnWebhooks(work: SheetWork): Promise<void> {
  const administrator = await work.person(ADMINISTRATOR);
  const order = { name: '市数据平台', address: RECEIVER, happenings: ['case.started'] };
  const { body } = await administrator.post<WebhookSecret>('/api/webhooks', order);
  const path = `/api/webhooks/${body.webhookId}`;
  await administrator.post('/api/webhooks', { ...order, address: 'https://elsewhere.example/' });
  await administrator.call('PUT', path, { ...order, workflow: 'annual-target' });
  for (const act of ['pause', 'resume', 'secret', 'test']) await administrator.post(`${path}/${act}`, {});
  for (const read of ['/api/webhooks', `${path}/deliveries?limit=1`]) await administrator.get(read);
  for (let twice = 0; twice < 2; twice += 1) await administrator.call('DELETE', path);
}

/** What belongs to no case. */
async function doTheRest(work: SheetWork): Promise<void> {
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
  await stepIn(work, administrator);
  await administrator.post('/api/clock', { by: 'next' });
  await administrator.post('/api/clock', { by: 'century' });
  for (const person of [await work.person(MAYOR), administrator]) await readAll(person);
  const session = await (await work.office.person()).signIn(OFFICER);
  for (const text of ['编号,名称\n', await readFile(`${SAMPLE}units.csv`, 'utf8')]) {
    for (const accept of ['application/json', 'application/x-ndjson'])
      await upload(work, text, session.headers, accept);
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
async function stepIn(work: SheetWork, administrator: Person): Promise<void> {
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
async function upload(work: SheetWork, text: string, signedIn: Headers, accept: string): Promise<void> {
  const body = new FormData();
  body.append('files', new Blob([text]), 'units.csv');
  const cookie = signedIn.get('set-cookie')?.split(';')[0] ?? '';
  await fetch(`${work.office.address}/api/imports`, { method: 'POST', headers: { cookie, accept }, body });
}
