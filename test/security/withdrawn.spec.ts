import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AccountDetail, AccountPage, CasePage, OwnSessionView, Post, Problem, ProposalResult } from '#contracts';
import { Accounts, hashPassword } from '#organisation';
import { Clock, Database, everyTenant } from '#platform';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import { OFFICER, SheetWork, type TravellingSheet } from '../http/annual-target/sheet-work.js';
import { Person, type Reply } from '../http/office.js';

const PASSWORD = '环城北路 81 Ab';
const STREAMS = 30;

/** A request that its sender may make, with what it is answered then. */
interface Asked {
  method: string;
  path: string;
  body?: () => unknown;
  status: number;
}

let work: SheetWork;
let sheet: TravellingSheet;
let system: Person;
let security: Person;
let auditor: Person;
let written = 0;

beforeAll(async () => {
  work = await SheetWork.open();
  sheet = await (await work.sheet('hz-hbj')).to('drafting');
  [system, security, auditor] = [
    await work.person('hz-kpb.admin'),
    await work.person('hz-kpb.security'),
    await work.person('hz-kpb.audit'),
  ];
}, 120_000);
afterAll(() => work.close());

const read = (path: string): Asked => ({ method: 'GET', path, status: 200 });

/** What a post does: single things, lists, an export, and writing. */
function requestsOf(post: Post): Asked[] {
  const { instanceId, sheetId } = sheet;
  const common = [read('/api/session'), read('/api/inbox'), read('/api/units?q=HZ-H')];
  switch (post) {
    case 'unit.operator':
      return [
        ...common.slice(1),
        read(`/api/cases/${instanceId}`),
        read(`/api/cases/${instanceId}/history`),
        read(`/api/cases/${instanceId}/changes`),
        read(`/api/sheets/${sheetId}`),
        read('/api/cases?workflow=annual-target'),
        read('/api/targets?year=2017'),
        { method: 'POST', path: `/api/sheets/${sheetId}/rows`, body: newRow, status: 201 },
      ];
    case 'administrator':
      return [
        read('/api/accounts'),
        read('/api/proposals'),
        read(`/api/rights?case=${instanceId}`),
        read('/api/batches'),
        read('/api/mails'),
        read('/api/cases?workflow=annual-target'),
        { method: 'POST', path: '/api/proposals', body: newProposal, status: 201 },
      ];
    case 'security.administrator':
      return [
        read('/api/accounts'),
        read('/api/proposals'),
        read(`/api/rights?case=${instanceId}`),
        {
          method: 'POST',
          path: `/api/proposals/${NOWHERE}/decision`,
          body: () => ({ verdict: 'approve' }),
          status: 404,
        },
      ];
    default:
      return [read('/api/audit?limit=5'), read('/api/audit/export'), read('/api/accounts'), read('/api/proposals')];
  }
}

const NOWHERE = '01951111-1111-7111-8111-111111111111';
const newRow = (): unknown => ({ content: { indicator: `检查${(written += 1)}` } });
const newProposal = (): unknown => ({
  changes: [{ do: 'add', account: `asked.${(written += 1)}`, name: '经办人', email: 'asked@hz.example' }],
  reason: '人员调整',
});

const send = (person: Person, asked: Asked): Promise<Reply<Problem>> =>
  person.call(asked.method, asked.path, asked.body?.());

/** An account with a password of its own that holds the posts from now on; signed in. */
async function holder(account: string, posts: { post: Post; unitCode: string }[]): Promise<Person> {
  const { app } = work.office;
  await everyTenant(async () => {
    const added = {
      account,
      name: { zh: account, en: account },
      email: `${account}@hz.example`,
      locale: 'zh' as const,
      passwordHash: await hashPassword(PASSWORD),
      hasOwnPassword: true,
      posts,
    };
    const tenantId = await app.get(HomeTenant).id();
    const since = new Date(app.get(Clock).now().getTime() - 86_400_000);
    await app.get(Database).transaction((sql) => app.get(Accounts).add(sql, tenantId, [added], since));
  });
  return signedIn(account);
}

async function signedIn(account: string): Promise<Person> {
  const person = await work.office.person();
  const { status } = await person.signIn(account, PASSWORD);
  if (status !== 201) throw new Error(`${account} could not sign in: ${status}`);
  return person;
}

async function detail(account: string): Promise<AccountDetail> {
  const { body } = await auditor.get<AccountPage>(`/api/accounts?q=${account}&limit=1`);
  return (await auditor.get<AccountDetail>(`/api/accounts/${body.rows[0]?.accountId ?? ''}`)).body;
}

/** Has the changes proposed by one administrator, and answers what lets another approve them. */
async function proposed(changes: object[]): Promise<() => Promise<Reply<ProposalResult>>> {
  const { body } = await system.post<ProposalResult>('/api/proposals', { changes, reason: '人员调整' });
  return () => security.post<ProposalResult>(`/api/proposals/${body.proposalId}/decision`, { verdict: 'approve' });
}

const endOf = async (account: string, unitCode: string, until?: string): Promise<object> => ({
  do: 'end',
  holdingId: (await detail(account)).holdings.find(({ unit }) => unit.code === unitCode)?.holdingId,
  ...(until !== undefined && { until }),
});

/** What each way of withdrawing does, once it is made ready; and what every request is told from then on. */
type Withdrawal = (account: string, person: Person) => Promise<() => Promise<Reply<unknown>>>;
const GONE = 'session.needed';
const WITHOUT = 'permission.missing';

const endPost: (unitCode: string) => Withdrawal = (unitCode) => async (account) =>
  proposed([await endOf(account, unitCode)]);

const WAYS: [name: string, post: Post, code: string, way: Withdrawal][] = [
  ['a post that was ended by proposal and approval', 'unit.operator', WITHOUT, endPost('HZ-HBJ')],
  [
    'an account that was locked',
    'unit.operator',
    GONE,
    async (account) => {
      const { accountId } = await detail(account);
      return () => security.post(`/api/accounts/${accountId}/lock`, { reason: '疑似泄密' });
    },
  ],
  ['an account that was disabled', 'unit.operator', GONE, (account) => proposed([{ do: 'disable', account }])],
  ['a password that was replaced', 'unit.operator', GONE, (account) => proposed([{ do: 'reset', account }])],
  [
    'a session that was ended from elsewhere',
    'unit.operator',
    GONE,
    async (account) => {
      const elsewhere = await signedIn(account);
      const { body } = await elsewhere.get<OwnSessionView[]>('/api/sessions');
      const other = body.find(({ isThis }) => !isThis)?.sessionId ?? '';
      return () => elsewhere.call('DELETE', `/api/sessions/${other}`);
    },
  ],
  [
    'all other sessions that were ended at once',
    'unit.operator',
    GONE,
    async (account) => {
      const elsewhere = await signedIn(account);
      return () => elsewhere.call('DELETE', '/api/sessions');
    },
  ],
  [
    'a password that its holder changed elsewhere',
    'unit.operator',
    GONE,
    async (account) => {
      const elsewhere = await signedIn(account);
      const body = { present: PASSWORD, next: '文三路 90 Cd 西湖' };
      return () => elsewhere.call('PUT', '/api/sessions/password', body);
    },
  ],
  [
    'a session that was signed out in another window',
    'unit.operator',
    GONE,
    (_, person) => Promise.resolve(() => person.call('DELETE', '/api/session')),
  ],
  ['the post of a system administrator', 'administrator', WITHOUT, endPost('HZ-KPB')],
  ['the post of a security administrator', 'security.administrator', WITHOUT, endPost('HZ-KPB')],
  ['the post of an audit administrator', 'audit.administrator', WITHOUT, endPost('HZ-KPB')],
];

/** What was written, as the tables have it. */
async function writtenRows(): Promise<number> {
  const [row] = await work.office.asOwner<{ n: number }>(
    `SELECT ((SELECT count(*) FROM target_rows WHERE indicator LIKE '检查%') +
      (SELECT count(*) FROM account_proposals WHERE changes::text LIKE '%asked.%'))::int AS n`,
  );
  return row?.n ?? 0;
}

/** Which answers are neither what the request asks for nor a whole refusal. */
function halves(asked: Asked, { status, body }: Reply<Problem>, code: string): string[] {
  if (status === asked.status) return [];
  const keys = Object.keys(body).sort().join();
  const isRefusal = body.code === code && status === (code === GONE ? 401 : 403) && keys === PROBLEM;
  return isRefusal ? [] : [`${asked.method} ${asked.path}: ${status} ${body.code} {${keys}}`];
}
const PROBLEM = 'code,correlationId,detail,status,title,type';

describe('what is taken away', () => {
  test.each(WAYS)(
    '— %s — is gone with the next request, and for those under way wholly there or wholly gone',
    async (name, post, code, way) => {
      const account = `withdrawn.${WAYS.findIndex(([one]) => one === name)}`;
      const unitCode = post === 'unit.operator' ? 'HZ-HBJ' : 'HZ-KPB';
      const person = await holder(account, [{ post, unitCode }]);
      const requests = requestsOf(post);
      const withdraw = await way(account, person);
      const before = await writtenRows();
      let kept = 0;
      for (const asked of requests) {
        const { status } = await send(person, asked);
        expect([asked.path, status]).toEqual([asked.path, asked.status]);
        if (status === 201) kept += 1;
      }

      let isWithdrawn = false;
      const late: string[] = [];
      const told = { halves: [] as string[], allowed: 0, refusedLate: 0 };
      const cookie = person.cookie;
      const lane = async (first: number): Promise<void> => {
        const own = new Person(work.office.address, cookie);
        for (let no = first, isLast = false; !isLast; no += 1) {
          isLast = isWithdrawn;
          const asked = requests[no % requests.length] ?? read('/');
          const reply = await send(own, asked);
          told.halves.push(...halves(asked, reply, code));
          if (reply.status === 201) kept += 1;
          if (reply.status === asked.status) told.allowed += 1;
          if (isLast && reply.status === asked.status) late.push(`${asked.method} ${asked.path}`);
          if (isLast && reply.status !== asked.status) told.refusedLate += 1;
        }
      };
      const lanes = Array.from({ length: STREAMS }, (_, no) => lane(no));
      const withdrawn = await withdraw();
      isWithdrawn = true;
      await Promise.all(lanes);
      expect([withdrawn.status, withdrawn.status < 300]).toEqual([withdrawn.status, true]);
      expect(told.halves).toEqual([]);
      expect(late).toEqual([]);
      expect([told.allowed > 0, told.refusedLate]).toEqual([true, STREAMS]);

      for (const asked of requests) {
        const { status, body } = await send(new Person(work.office.address, cookie), asked);
        expect([asked.path, status, body.code]).toEqual([asked.path, code === GONE ? 401 : 403, code]);
      }
      expect((await writtenRows()) - before).toBe(kept);
    },
    60_000,
  );
});

describe('of two posts one that is taken away', () => {
  test('takes what it opened with it and nothing else, from lists and by cursor too; a repeated request is not answered anew', async () => {
    const account = 'withdrawn.half';
    const person = await holder(account, [
      { post: 'unit.operator', unitCode: 'HZ-HBJ' },
      { post: 'unit.operator', unitCode: 'HZ-KW' },
    ]);
    const { instanceId, sheetId } = sheet;
    const own = await work.sheet('hz-kw');
    const list = async (query = ''): Promise<string> =>
      JSON.stringify((await person.get<CasePage>(`/api/cases?workflow=annual-target&limit=200${query}`)).body);
    const key = { 'idempotency-key': 'once-only' };
    const row = { content: { indicator: '再次' } };
    const add = (): Promise<Reply<Problem>> => person.post(`/api/sheets/${sheetId}/rows`, row, key);
    expect((await add()).status).toBe(201);
    expect((await add()).status).toBe(201);
    expect(await list()).toContain(instanceId);
    const first = await person.get<CasePage>('/api/cases?workflow=annual-target&limit=1');
    const cursor = `&limit=200&cursor=${encodeURIComponent(first.body.nextCursor ?? '')}`;

    await (
      await proposed([await endOf(account, 'HZ-HBJ')])
    )();
    expect((await person.get<Problem>(`/api/cases/${instanceId}`)).body.code).toBe('case.missing');
    expect((await person.get<Problem>(`/api/cases/${instanceId}/history`)).body.code).toBe('case.missing');
    expect((await person.get<Problem>(`/api/sheets/${sheetId}`)).body.code).toBe('sheet.missing');
    expect([(await add()).status, (await add()).body.code]).toEqual([404, 'sheet.missing']);
    for (const told of [await list(), await list(cursor), JSON.stringify(await person.inbox())])
      expect(told).not.toContain(instanceId);
    expect(await list()).toContain(own.instanceId);
    expect((await person.get(`/api/cases/${own.instanceId}`)).status).toBe(200);
  });
});

describe('a post that ends by its date', () => {
  test('is there until that day is over and gone with the next request, without anybody doing anything', async () => {
    const account = 'withdrawn.dated';
    const person = await holder(account, [{ post: 'unit.operator', unitCode: 'HZ-HBJ' }]);
    const officer = await work.person(OFFICER);
    const now = work.office.now();
    const day = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
    await (
      await proposed([await endOf(account, 'HZ-HBJ', day)])
    )();
    const midnight = Date.parse(`${day}T00:00:00+08:00`) + 86_400_000;
    await work.office.moveTo(new Date(midnight - 1000).toISOString());
    const requests = requestsOf('unit.operator');
    for (const asked of requests)
      expect([asked.path, (await send(person, asked)).status]).toEqual([asked.path, asked.status]);
    await work.office.moveTo(new Date(midnight).toISOString());
    for (const asked of requests) {
      const { status, body } = await send(person, asked);
      expect([asked.path, status, body.code]).toEqual([asked.path, 403, WITHOUT]);
    }
    expect((await officer.get(`/api/sheets/${sheet.sheetId}`)).status).toBe(200);
  });
});
