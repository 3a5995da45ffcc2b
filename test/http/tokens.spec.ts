import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import type { AccountDetail, AccountPage, CasePage, Problem, ProposalResult, RightsView, UnitRef } from '#contracts';
import { ApiTokens, Organisation } from '#organisation';
import { Database, everyTenant } from '#platform';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import { Neighbour } from '../security/neighbour.js';
import { Office, SAMPLE, type Person, type Reply } from './office.js';

/** What became of a proposal, or why nothing did. */
type Answered = ProposalResult & Omit<Problem, 'status'>;

let office: Office;
let system: Person;
let security: Person;
let auditor: Person;
let nobody: Person;
let unitId: string;

beforeAll(async () => {
  office = await Office.open();
  [system, security, auditor, nobody] = [
    await office.person('hz-kpb.admin'),
    await office.person('hz-kpb.security'),
    await office.person('hz-kpb.audit'),
    await office.person(),
  ];
  const { body } = await system.get<UnitRef[]>('/api/units?q=HZ-HBJ');
  unitId = body.find(({ code }) => code === 'HZ-HBJ')?.unitId ?? '';
});
afterAll(() => office.close());

const wanted = (account: string, more: object = {}): object => ({
  do: 'token',
  account,
  name: '市人事系统',
  nameEn: 'City personnel system',
  post: 'unit.operator',
  unitId,
  permissions: ['case.read', 'unit.read'],
  days: 90,
  ...more,
});
const propose = (change: object): Promise<Reply<Answered>> =>
  system.post('/api/proposals', { changes: [change], reason: '系统对接' });

/** A token, asked for and approved. */
async function issued(account: string, more: object = {}): Promise<string> {
  const asked = await propose(wanted(account, more));
  if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
  const path = `/api/proposals/${asked.body.proposalId}/decision`;
  const { body } = await security.post<Answered>(path, { verdict: 'approve' });
  const [made] = body.tokens;
  if (!made) throw new Error(JSON.stringify(body));
  return made.token;
}

const calls = <Body = Problem>(
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<Body>> => nobody.call<Body>(method, path, body, { authorization: `Bearer ${token}`, ...headers });
const told = async (token: string, method: string, path: string, body?: unknown): Promise<[number, string]> => {
  const reply = await calls(token, method, path, body);
  return [reply.status, reply.body.code];
};
const detail = async (account: string): Promise<AccountDetail> => {
  const { body } = await auditor.get<AccountPage>(`/api/accounts?q=${account}&limit=1`);
  return (await auditor.get<AccountDetail>(`/api/accounts/${body.rows[0]?.accountId ?? ''}`)).body;
};
const entries = (action: string): Promise<{ actor: string; object: string; details: object }[]> =>
  office.query(
    `select actor, object_id as object, details from operation_log where action = $1 order by at, entry_id`,
    [action],
  );

describe('a token', () => {
  test('is asked for by one administrator and approved by another, who alone sees it, once', async () => {
    const asked = await propose(wanted('hr.story'));
    expect([asked.status, asked.body.status, asked.body.tokens]).toEqual([201, 'open', []]);
    const path = `/api/proposals/${asked.body.proposalId}/decision`;
    const own = await system.post<Problem>(path, { verdict: 'approve' });
    expect([own.status, own.body.code]).toEqual([403, 'permission.missing']);
    const key = { 'idempotency-key': 'approve-hr-story' };
    const { body } = await security.post<ProposalResult>(path, { verdict: 'approve' }, key);
    const token = body.tokens[0]?.token ?? '';
    expect(token).toMatch(/^kp_[\w-]{43}$/);
    const again = await security.post<ProposalResult>(path, { verdict: 'approve' }, key);
    expect(again.body).toEqual({ proposalId: body.proposalId, status: 'approved', passwords: [], tokens: [] });

    const { body: cases, status } = await calls<CasePage>(token, 'GET', '/api/cases?workflow=annual-target');
    expect([status, cases.rows.every(({ unit }) => unit?.code === 'HZ-HBJ')]).toEqual([200, true]);
    const account = await detail('hr.story');
    expect(account).toMatchObject({
      isSystem: true,
      email: '',
      holdings: [{ post: 'unit.operator', unit: { code: 'HZ-HBJ' }, until: expect.any(String) }],
      proposals: [{ changes: [{ do: 'token', days: 90, permissions: ['case.read', 'unit.read'] }] }],
      token: { permissions: ['case.read', 'unit.read'], isLive: true, revokedAt: null, lastUsedAt: expect.any(String) },
    });
    const lives = Date.parse(account.token?.expiresAt ?? '') - Date.parse(account.token?.issuedAt ?? '');
    expect(lives).toBe(90 * 86_400_000);
  });

  test('is kept nowhere but as its hash', async () => {
    const token = await issued('hr.kept');
    await calls(token, 'GET', '/api/units?q=HZ');
    const [kept] = await office.query<{ hash: Buffer }>(
      `select token_hash as hash from api_tokens join accounts using (account_id) where account = 'hr.kept'`,
    );
    expect(kept?.hash).toEqual(createHash('sha256').update(token).digest());
    const tables = await office.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const secret = token.slice(3);
    for (const { name } of tables) {
      const found = await office.asOwner(`select 1 from "${name}" t where t::text like '%' || $1 || '%' limit 1`, [
        secret,
      ]);
      expect([name, found]).toEqual([name, []]);
    }
  });

  test('may do no more than was asked for, though its post may', async () => {
    const token = await issued('hr.less', { permissions: ['unit.read'] });
    expect((await calls(token, 'GET', '/api/units?q=HZ')).status).toBe(200);
    for (const path of ['/api/cases?workflow=annual-target', '/api/inbox', '/api/workflows', '/api/targets'])
      expect([path, ...(await told(token, 'GET', path))]).toEqual([path, 403, 'permission.missing']);
    expect(await told(token, 'POST', '/api/sheets', { year: 2017, unitId })).toEqual([403, 'permission.missing']);
  });

  test('is told in the report of rights with what it may do, and no more', async () => {
    const officer = { post: 'office.officer', unitId: (await detail('hz-kpb.officer1')).holdings[0]?.unit.unitId };
    const all = await issued('hr.all', { ...officer, permissions: ['case.read', 'inbox.read'] });
    const few = await issued('hr.few', { ...officer, permissions: ['sheet.read'] });
    const { body } = await calls<CasePage>(all, 'GET', '/api/cases?workflow=annual-target&limit=1');
    const { accountId } = await detail('hr.few');
    const { rows } = (await auditor.get<RightsView>(`/api/rights?account=${accountId}`)).body;
    expect(rows.flatMap(({ rights }) => rights)).toEqual([{ permission: 'sheet.read', scope: 'tenant' }]);
    for (const { instanceId } of body.rows)
      expect(await told(few, 'GET', `/api/cases/${instanceId}`)).toEqual([403, 'permission.missing']);
  });

  let forbidden: string | undefined;
  test.each<[string, string]>([
    ['GET', '/api/session'],
    ['POST', '/api/session'],
    ['DELETE', '/api/session'],
    ['GET', '/api/session/password-rules'],
    ['POST', '/api/session/renewal'],
    ['GET', '/api/sessions'],
    ['DELETE', '/api/sessions'],
    ['PUT', '/api/sessions/password'],
    ['GET', '/api/factor'],
    ['POST', '/api/factor'],
    ['GET', '/api/setup'],
    ['GET', '/api/oidc'],
    ['GET', '/api/accounts'],
    ['GET', '/api/posts'],
    ['GET', '/api/proposals'],
    ['POST', '/api/proposals'],
    ['PUT', '/api/organisation/people'],
  ])('is told at %s %s that this is for people', async (method, path) => {
    forbidden ??= await issued('hr.forbidden', { permissions: ['inbox.read', 'unit.read'] });
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    expect(await told(forbidden, method, path, body)).toEqual([403, 'token.not-here']);
  });

  test('is refused beside a cookie, and as one', async () => {
    const token = await issued('hr.cookie');
    const beside = await system.call<Problem>('GET', '/api/units?q=HZ', undefined, {
      authorization: `Bearer ${token}`,
    });
    expect([beside.status, beside.body.code]).toEqual([422, 'token.beside-session']);
    const cookie = `kaoping_session=${token}`;
    expect((await nobody.call('GET', '/api/units?q=HZ', undefined, { cookie })).status).toBe(401);
    const session = (system.cookie.split('=')[1] ?? '').trim();
    expect(await told(session, 'GET', '/api/units?q=HZ')).toEqual([401, 'session.needed']);
  });

  test('writes from wherever it is sent, for no page of another site has it', async () => {
    const token = await issued('hr.writes', { permissions: ['sheet.write', 'sheet.read'] });
    const foreign = { origin: 'https://hr.example', 'sec-fetch-site': 'cross-site' };
    const reply = await calls(token, 'POST', '/api/sheets', { year: 2017 }, foreign);
    expect([reply.status, reply.body.code]).toEqual([422, 'request.invalid']);
    const without = await nobody.call<Problem>('POST', '/api/sheets', { year: 2017 }, foreign);
    expect([without.status, without.body.code]).toEqual([403, 'request.foreign']);
  });

  test('ends when the database says so, whatever the product’s clock', async () => {
    const token = await issued('hr.expired', { days: 1 });
    expect((await calls(token, 'GET', '/api/units?q=HZ')).status).toBe(200);
    await office.asOwner(
      `update api_tokens set issued_at = now() - interval '1 day', expires_at = now() where account_id = (select account_id from accounts where account = 'hr.expired')`,
    );
    expect(await told(token, 'GET', '/api/units?q=HZ')).toEqual([401, 'token.invalid']);
    expect((await detail('hr.expired')).token).toMatchObject({ isLive: false, revokedAt: null });
    const longer = office.asOwner(`update api_tokens set expires_at = issued_at + interval '367 days'`);
    await expect(longer).rejects.toMatchObject({ constraint: 'api_tokens_span_ck' });
  });

  test('is revoked at once by either administrator, in one step and for good', async () => {
    for (const [account, administrator] of [
      ['hr.one', system],
      ['hr.two', security],
    ] as const) {
      const token = await issued(account);
      expect((await calls(token, 'GET', '/api/units?q=HZ')).status).toBe(200);
      const { accountId } = await detail(account);
      const path = `/api/accounts/${accountId}/token/revocation`;
      const others = await auditor.post<Problem>(path, { reason: '好奇' });
      expect([others.status, others.body.code]).toEqual([403, 'permission.missing']);
      expect((await administrator.post<Problem>(path, { reason: ' ' })).body.code).toBe('request.invalid');
      const ended = await administrator.post<{ isLive: boolean }>(path, { reason: '系统下线' });
      expect([ended.status, ended.body.isLive]).toEqual([200, false]);
      expect(await told(token, 'GET', '/api/units?q=HZ')).toEqual([401, 'token.invalid']);
      expect((await administrator.post<Problem>(path, { reason: '再次' })).body.code).toBe('token.over');
      const enabled = await propose({ do: 'enable', account });
      await security.post(`/api/proposals/${enabled.body.proposalId}/decision`, { verdict: 'approve' });
      expect(await told(token, 'GET', '/api/units?q=HZ')).toEqual([401, 'token.invalid']);
    }
    const person = await detail('hz-hbj.leader');
    const none = await system.post<Problem>(`/api/accounts/${person.accountId}/token/revocation`, { reason: '误点' });
    expect([none.status, none.body.code]).toEqual([409, 'token.over']);
    const noted = await entries('token.revoked');
    expect(noted.map(({ actor, details }) => [actor, details])).toEqual([
      ['hz-kpb.admin', { account: 'hr.one', reason: '系统下线' }],
      ['hz-kpb.security', { account: 'hr.two', reason: '系统下线' }],
    ]);
  });

  test('that is wrong is noted sparingly and without itself, naming the system where there was one; many are held off', async () => {
    const token = await issued('hr.gone');
    const { accountId } = await detail('hr.gone');
    await system.post(`/api/accounts/${accountId}/token/revocation`, { reason: '系统下线' });
    const before = (await entries('token.refused')).length;
    const wrong = Array.from({ length: 4 }, () => `kp_${randomBytes(32).toString('base64url')}`);
    for (const one of [...wrong, 'kp_', token, token]) {
      expect(await told(one, 'GET', '/api/units?q=HZ')).toEqual([401, 'token.invalid']);
      expect(await told(one, 'GET', '/health/live')).not.toEqual([200, undefined]);
    }
    const noted = (await entries('token.refused')).slice(before);
    expect(noted.filter(({ actor }) => actor === 'hr.gone')).toMatchObject([{ object: accountId }]);
    expect(noted.length).toBeLessThanOrEqual(2);
    expect(JSON.stringify(await entries('token.refused'))).not.toContain('kp_');
    const many = await Promise.all(Array.from({ length: 80 }, () => told('kp_wrong', 'GET', '/api/units?q=HZ')));
    expect(many.filter(([, code]) => code === 'token.too-many').length).toBeGreaterThan(0);
    const good = await issued('hr.good');
    expect((await calls(good, 'GET', '/api/units?q=HZ')).status).toBe(200);
  });

  test('notes its use at most once a minute', async () => {
    const token = await issued('hr.used');
    const used = async (): Promise<string | null | undefined> => (await detail('hr.used')).token?.lastUsedAt;
    expect(await used()).toBeNull();
    await calls(token, 'GET', '/api/units?q=HZ');
    const first = await used();
    await calls(token, 'GET', '/api/units?q=HZ');
    expect(await used()).toBe(first);
    await office.asOwner(`update api_tokens set last_used_at = now() - interval '61 seconds'`);
    await calls(token, 'GET', '/api/units?q=HZ');
    expect(Date.parse((await used()) ?? '')).toBeGreaterThan(Date.parse(first ?? ''));
  });
});

describe('the account of a system', () => {
  test('gets no mail, no password and no second post', async () => {
    await issued('hr.alone');
    const holders = await everyTenant(async () => {
      const tenantId = await office.app.get(HomeTenant).id();
      return office.app.get(Organisation).holders(office.app.get(Database), tenantId, 'unit.operator', unitId);
    });
    expect(holders.map(({ name }) => name.zh)).toEqual(['市环保局经办人']);
    for (const change of [
      { do: 'reset', account: 'hr.alone' },
      { do: 'grant', account: 'hr.alone', post: 'unit.leader', unitId },
    ])
      expect((await propose(change)).body.code).toBe('account.system');
    expect((await (await office.person()).signIn('hr.alone', 'kaoping-2017')).status).toBe(401);
    const given = office.asOwner(`update accounts set password_hash = 'x' where account = 'hr.alone'`);
    await expect(given).rejects.toMatchObject({ constraint: 'accounts_system_ck' });
  });

  test('is not ended by a whole list of people that does not name it', async () => {
    const token = await issued('hr.listed');
    const { rows } = (await auditor.get<AccountPage>('/api/accounts?q=hr.listed')).body;
    expect(rows).toMatchObject([{ isSystem: true, isDisabled: false }]);
    const people = [
      {
        account: 'hz-hbj.operator',
        name: '市环保局经办人',
        email: 'a@b.example',
        post: 'unit.operator',
        unitCode: 'HZ-HBJ',
      },
    ];
    const listed = await system.call<{ proposalId: string }>('PUT', '/api/organisation/people', {
      people,
      isWhole: true,
      reason: '名单',
    });
    expect(listed.status).toBe(200);
    const [kept] = await office.query<{ accounts: string[] }>(
      `select accounts from account_proposals where proposal_id = $1`,
      [listed.body.proposalId],
    );
    expect(kept?.accounts.length).toBeGreaterThan(5);
    expect(kept?.accounts.filter((account) => account.startsWith('hr.'))).toEqual([]);
    expect((await calls(token, 'GET', '/api/units?q=HZ')).status).toBe(200);
  });

  test('is named in the operation log when it is refused something', async () => {
    const token = await issued('hr.noted');
    expect(await told(token, 'GET', '/api/proposals')).toEqual([403, 'token.not-here']);
    const [noted] = (await entries('access.refused')).filter(({ object }) => object === 'GET /api/proposals');
    expect(noted).toMatchObject({ details: { code: 'token.not-here' } });
  });
});

describe('asking for a token', () => {
  test.each<[string, object, number, string]>([
    ['for what the post may not do', { permissions: ['unit.read', 'year.open'] }, 422, 'token.permission'],
    ['for an administrator', { post: 'administrator', permissions: ['account.propose'] }, 422, 'token.post'],
    ['for a security administrator', { post: 'security.administrator', permissions: ['unit.read'] }, 422, 'token.post'],
    ['for nothing', { permissions: [] }, 422, 'request.invalid'],
    ['for what there is not', { permissions: ['all'] }, 422, 'request.invalid'],
    ['without an end', { days: null }, 422, 'request.invalid'],
    ['for more than a year', { days: 366 }, 422, 'request.invalid'],
    ['for no time', { days: 0 }, 422, 'request.invalid'],
    ['in a unit that is not', { unitId: '01951111-1111-7111-8111-111111111111' }, 404, 'unit.missing'],
    ['under a name that is taken', { account: 'hz-hbj.operator' }, 409, 'account.taken'],
    ['with a token of one’s own', { token: 'kp_mine' }, 422, 'request.invalid'],
  ])('%s is refused at once', async (_, more, status, code) => {
    const reply = await propose(wanted('hr.refused', more));
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });
});

describe('another city', () => {
  test('is neither shown to a token nor ends it', async () => {
    const token = await issued('hr.home');
    const { accountId } = await detail('hr.home');
    const neighbour = await Neighbour.beside(office);
    const theirs = await neighbour.person('hz-kpb.security');
    const refused = await theirs.post<Problem>(`/api/accounts/${accountId}/token/revocation`, { reason: '越界' });
    expect([refused.status, refused.body.code]).toEqual([409, 'token.over']);
    expect((await theirs.get<Problem>(`/api/accounts/${accountId}`)).status).toBe(404);
    const database = office.app.get(Database);
    expect(await everyTenant(() => office.app.get(ApiTokens).of(database, neighbour.tenantId, accountId))).toBeNull();
    const officer = await neighbour.person('hz-kpb.officer1');
    const { body } = await officer.get<CasePage>('/api/cases?workflow=annual-target&limit=1');
    expect(body.rows.length).toBe(1);
    expect(await told(token, 'GET', `/api/cases/${body.rows[0]?.instanceId ?? ''}`)).toEqual([404, 'case.missing']);
  });

  test('is not read by a token even where it lies below, and the token holds a post that reads there', async () => {
    await office.asOwner(
      `UPDATE tenants SET parent_id = (SELECT tenant_id FROM tenants WHERE code = $1) WHERE code = 'neighbour'`,
      [SAMPLE],
    );
    const permissions = ['case.read', 'target.read', 'definition.read'];
    const token = await issued('hr.above', { post: 'office.director', permissions });
    const director = await office.person('hz-kpb.director');
    const below = await director.get<CasePage>('/api/cases?workflow=annual-target&tenant=neighbour&limit=1');
    const instanceId = below.body.rows[0]?.instanceId ?? '';
    expect((await director.get(`/api/cases/${instanceId}`)).status).toBe(200);
    const { body } = await calls<CasePage>(token, 'GET', '/api/cases?workflow=annual-target&limit=200');
    const own = await director.get<CasePage>(`/api/cases?workflow=annual-target&tenant=${SAMPLE}&limit=1`);
    expect(below.body.total).toBeGreaterThan(0);
    expect([body.total, body.rows.filter((row) => row.tenant !== null)]).toEqual([own.body.total, []]);
    expect(await told(token, 'GET', `/api/cases/${instanceId}`)).toEqual([404, 'case.missing']);
    for (const path of ['/api/targets?tenant=neighbour', '/api/cases?workflow=annual-target&tenant=neighbour'])
      expect([path, await told(token, 'GET', path)]).toEqual([path, [404, 'tenant.beyond']]);
  });
});
