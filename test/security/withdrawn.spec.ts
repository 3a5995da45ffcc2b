import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type {
  AccountDetail,
  AccountPage,
  CasePage,
  OwnSessionView,
  Post,
  Problem,
  ProposalResult,
  UnitRef,
} from '#contracts';
import { Accounts, hashPassword } from '#organisation';
import { Clock, Database, everyTenant } from '#platform';
import { HomeTenant } from '../../apps/api/src/home-tenant.js';
import { OFFICER, SheetWork, type TravellingSheet } from '../http/annual-target/sheet-work.js';
import { Person, type Reply } from '../http/office.js';
import { floodWhile, send, STREAMS, type Asked, type Refused } from './flood.js';

const PASSWORD = '环城北路 81 Ab';

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
// A sheet holds fifty rows, and whoever tries too many tokens that are spent is held off.
beforeEach(async () => {
  await work.office.asOwner(`DELETE FROM target_rows WHERE indicator LIKE '检查%'`);
  await forgetTries();
});

const read = (path: string): Asked => ({ method: 'GET', path, status: 200 });

/** What a post does: single things, lists, an export, and writing. */
function requestsOf(post: Post, { instanceId, sheetId }: TravellingSheet = sheet): Asked[] {
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
        read('/api/targets'),
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
    const tenantId = await app.get(HomeTenant).first();
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
const GONE: Refused = { status: 401, code: 'session.needed' };
const WITHOUT: Refused = { status: 403, code: 'permission.missing' };

const endPost: (unitCode: string) => Withdrawal = (unitCode) => async (account) =>
  proposed([await endOf(account, unitCode)]);

const WAYS: [name: string, post: Post, refused: Refused, way: Withdrawal][] = [
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

const forgetTries = (): Promise<unknown> => work.office.asOwner(`DELETE FROM throttle_buckets`);

/** What was written, as the tables have it. */
async function writtenRows(): Promise<number> {
  const [row] = await work.office.asOwner<{ n: number }>(
    `SELECT ((SELECT count(*) FROM target_rows WHERE indicator LIKE '检查%') +
      (SELECT count(*) FROM account_proposals WHERE changes::text LIKE '%asked.%'))::int AS n`,
  );
  return row?.n ?? 0;
}

describe('what is taken away', () => {
  test.each(WAYS)(
    '— %s — is gone with the next request, and for those under way wholly there or wholly gone',
    async (name, post, refused, way) => {
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

      const { cookie } = person;
      const again = (): Person => new Person(work.office.address, cookie);
      const told = await floodWhile(withdraw, { requests, person: again, refused });
      expect(told.withdrawn).toBeLessThan(300);
      expect([told.halves, told.late]).toEqual([[], []]);
      expect([told.allowed > 0, told.refusedLate]).toEqual([true, STREAMS]);

      for (const asked of requests) {
        const { status, body } = await send(again(), asked);
        expect([asked.path, status, body.code]).toEqual([asked.path, refused.status, refused.code]);
      }
      expect((await writtenRows()) - before).toBe(kept + told.made);
    },
    60_000,
  );
});

const SPENT: Refused = { status: 401, code: 'token.invalid' };

const TOKEN_WAYS: [name: string, refused: Refused, way: (account: string) => Promise<() => Promise<Reply<unknown>>>][] =
  [
    [
      'a token that was revoked',
      SPENT,
      async (account) => {
        const { accountId } = await detail(account);
        return () => security.post(`/api/accounts/${accountId}/token/revocation`, { reason: '系统下线' });
      },
    ],
    [
      'a token whose time is over',
      SPENT,
      (account) =>
        Promise.resolve(async () => {
          await work.office.asOwner(
            `UPDATE api_tokens SET issued_at = now() - interval '1 day', expires_at = now()
            WHERE account_id = (SELECT account_id FROM accounts WHERE account = $1)`,
            [account],
          );
          return security.get('/api/session');
        }),
    ],
    [
      'a token whose account was locked',
      SPENT,
      async (account) => {
        const { accountId } = await detail(account);
        return () => security.post(`/api/accounts/${accountId}/lock`, { reason: '疑似泄密' });
      },
    ],
    ['a token whose post was ended', WITHOUT, async (account) => proposed([await endOf(account, 'HZ-KW')])],
    [
      'a permission that was taken from a token',
      WITHOUT,
      (account) =>
        Promise.resolve(async () => {
          await work.office.asOwner(
            `UPDATE api_tokens SET permissions = array['unit.read'] WHERE account_id = (SELECT account_id FROM accounts WHERE account = $1)`,
            [account],
          );
          return security.get('/api/session');
        }),
    ],
  ];

/** Another system, by its token. */
class Caller extends Person {
  constructor(private readonly token: string) {
    super(work.office.address);
  }

  override call<Body>(method: string, path: string, body?: unknown): Promise<Reply<Body>> {
    return super.call(method, path, body, { authorization: `Bearer ${this.token}` });
  }
}

describe('what is taken from another system', () => {
  let ofAnother: TravellingSheet;
  beforeAll(async () => {
    ofAnother = await (await work.sheet('hz-kw')).to('drafting');
  });

  test.each(TOKEN_WAYS)(
    '— %s — is gone with the next request, and for those under way wholly there or wholly gone',
    async (name, refused, way) => {
      const account = `withdrawn.token.${TOKEN_WAYS.findIndex(([one]) => one === name)}`;
      const units = (await system.get<UnitRef[]>('/api/units?q=HZ-KW')).body;
      const unit = units.find(({ code }) => code === 'HZ-KW');
      const approve = await proposed([
        {
          do: 'token',
          account,
          name: '市人事系统',
          post: 'unit.operator',
          unitId: unit?.unitId,
          permissions: ['unit.read', 'case.read', 'sheet.read', 'sheet.write'],
          days: 1,
        },
      ]);
      const token = (await approve()).body.tokens[0]?.token ?? '';
      const caller = (): Person => new Caller(token);
      const requests = requestsOf('unit.operator', ofAnother).filter(({ path }) => /\/api\/(cases|sheets)/.test(path));
      const before = await writtenRows();
      for (const asked of requests)
        expect([asked.path, (await send(caller(), asked)).status]).toEqual([asked.path, asked.status]);
      const told = await floodWhile(await way(account), { requests, person: caller, refused });
      expect(told.withdrawn).toBeLessThan(300);
      expect([told.halves, told.late]).toEqual([[], []]);
      expect([told.allowed > 0, told.refusedLate]).toEqual([true, STREAMS]);
      await forgetTries();
      for (const asked of requests) {
        const { status, body } = await send(caller(), asked);
        expect([asked.path, status, body.code]).toEqual([asked.path, refused.status, refused.code]);
      }
      expect((await writtenRows()) - before).toBe(1 + told.made);
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
    // The clock goes on from there: on a busy machine the requests take their time.
    await work.office.moveTo(new Date(midnight - 30_000).toISOString());
    const requests = requestsOf('unit.operator');
    for (const asked of requests)
      expect([asked.path, (await send(person, asked)).status]).toEqual([asked.path, asked.status]);
    await work.office.moveTo(new Date(midnight).toISOString());
    for (const asked of requests) {
      const { status, body } = await send(person, asked);
      expect([asked.path, status, body.code]).toEqual([asked.path, WITHOUT.status, WITHOUT.code]);
    }
    expect((await officer.get(`/api/sheets/${sheet.sheetId}`)).status).toBe(200);
  });
});
