import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AccountDetail, AccountPage, ImportReport, PeopleSynced, Problem, ProposalPage } from '#contracts';
import { Office, type Person, type Reply } from './office.js';

type Answered = PeopleSynced & Omit<Problem, 'status'>;

let office: Office;
let system: Person;
let security: Person;

beforeAll(async () => {
  office = await Office.open();
  [system, security] = [await office.person('hz-kpb.admin'), await office.person('hz-kpb.security')];
});
afterAll(() => office.close());

const line = (account: string, post: string, unitCode: string, more: object = {}) => ({
  account,
  name: `${account}经办人`,
  email: `${account}@hz.example`,
  post,
  unitCode,
  ...more,
});
const sync = (people: object[], more: object = {}): Promise<Reply<Answered>> =>
  system.call('PUT', '/api/organisation/people', { people, reason: '人事系统同步', ...more });

async function approve(proposalId: string | null): Promise<void> {
  const path = `/api/proposals/${proposalId ?? ''}/decision`;
  const { status, body } = await security.post<Problem>(path, { verdict: 'approve' });
  if (status !== 200) throw new Error(JSON.stringify(body));
}

/** The posts of an account that are held now, as `post@unit`. */
async function held(account: string): Promise<string[] | null> {
  const { body } = await security.get<AccountPage>(`/api/accounts?q=${account}&limit=1`);
  const [row] = body.rows;
  return row ? row.posts.map(({ post, unit }) => `${post}@${unit.code}`) : null;
}

/** Sends a file as the import page does. */
async function importFile(cookie: string, text: string): Promise<Reply<ImportReport & Problem>> {
  const form = new FormData();
  form.append('files', new File([text], 'people.csv', { type: 'text/csv' }));
  const response = await fetch(`${office.address}/api/imports`, {
    method: 'POST',
    headers: { cookie, accept: 'application/json', 'idempotency-key': 'people-file-1' },
    body: form,
  });
  return {
    status: response.status,
    body: (await response.json()) as ImportReport & Problem,
    headers: response.headers,
  };
}

async function cookieOf(account: string): Promise<string> {
  const reply = await (await office.person()).signIn(account);
  return (reply.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

describe('people.csv', () => {
  const header = 'account,name,name_en,email,post,unit_code,from,until\n';

  test('names every bad row, and asks for nothing then', async () => {
    const bad = `${header}Bad Name,某,,x@y.example,expert,HZ-HBJ,,\ncsv.a,某,,nobody,mayor,NOWHERE,2017-02-30x,\n`;
    const { body } = await importFile(await cookieOf('hz-kpb.admin'), bad);
    expect(body.done).toBe(false);
    expect(body.problems.map(({ row, column }) => `${row} ${column ?? ''}`)).toEqual(
      expect.arrayContaining(['2 account', '3 email', '3 post', '3 unit_code', '3 from']),
    );
  });

  test('becomes one proposal for approval, and only from the system administrator', async () => {
    const good = `${header}csv.a,第三方机构甲,,a@y.example,third.party,HZ-HBJ,,2017-12-31\n`;
    const refused = await importFile(await cookieOf('hz-kpb.officer1'), good);
    expect([refused.status, refused.body.code]).toEqual([403, 'people.not-yours']);
    const done = await importFile(await cookieOf('hz-kpb.admin'), good);
    expect([done.body.done, done.body.files]).toMatchObject([true, [{ kind: 'people', changed: 1 }]]);
    expect(await held('csv.a')).toBeNull();
    const { body } = await security.get<ProposalPage>('/api/proposals?status=open');
    expect(body.rows[0]?.changes.map((change) => change.do)).toEqual(['add', 'grant']);
    await approve(body.rows[0]?.proposalId ?? null);
    expect(await held('csv.a')).toEqual(['third.party@HZ-HBJ']);
  });
});

describe('a list of people from another system', () => {
  const list = [
    line('hr.one', 'unit.operator', 'HZ-HBJ'),
    line('hr.one', 'unit.leader', 'HZ-CZJ', { until: '2017-12-31' }),
    line('hr.expert', 'expert', 'HZ-KPB-ZXZX', { nameEn: 'Expert one' }),
  ];

  test('becomes one proposal; nothing holds before it is approved, and the same list again asks for nothing', async () => {
    const first = await sync(list);
    expect([first.status, first.body.changes]).toEqual([200, 5]);
    expect((await sync(list)).body).toEqual(first.body);
    expect(await held('hr.one')).toBeNull();
    const { body } = await security.get<ProposalPage>('/api/proposals?status=open');
    expect(body.rows.map(({ reason, changes }) => [reason, changes.length])).toEqual([['人事系统同步', 5]]);
    await approve(first.body.proposalId);
    expect(await held('hr.one')).toEqual(['unit.leader@HZ-CZJ', 'unit.operator@HZ-HBJ']);
    expect(await held('hr.expert')).toEqual(['expert@HZ-KPB-ZXZX']);
    expect((await sync(list)).body).toEqual({ proposalId: null, changes: 0 });
  });

  test('renames, and gives a post an earlier end; what it does not name stays as it is', async () => {
    const changed = await sync([
      { ...line('hr.one', 'unit.operator', 'HZ-HBJ', { until: '2017-06-30' }), name: '市环保局经办人甲' },
    ]);
    expect(changed.body.changes).toBe(2);
    await approve(changed.body.proposalId);
    const { body } = await security.get<AccountPage>('/api/accounts?q=hr.one');
    expect(body.rows[0]?.name.zh).toBe('市环保局经办人甲');
    const detail = await security.get<AccountDetail>(`/api/accounts/${body.rows[0]?.accountId ?? ''}`);
    expect(detail.body.holdings.map(({ post, until }) => [post, until])).toEqual([
      ['unit.leader', '2017-12-31T16:00:00.000Z'],
      ['unit.operator', '2017-06-30T16:00:00.000Z'],
    ]);
  });

  test('that is whole ends and disables what it lacks, but for the three administrators', async () => {
    const { body } = await sync([line('hr.one', 'unit.leader', 'HZ-CZJ', { name: '市环保局经办人甲' })], {
      isWhole: true,
    });
    await approve(body.proposalId);
    expect(await held('hr.one')).toEqual(['unit.leader@HZ-CZJ']);
    const disabled = (await security.get<AccountPage>('/api/accounts?status=disabled&limit=200')).body.rows;
    const names = disabled.map(({ account }) => account);
    expect(names).toEqual(expect.arrayContaining(['hr.expert', 'hz-hbj.operator', 'hz-kpb.director']));
    for (const account of ['hz-kpb.admin', 'hz-kpb.security', 'hz-kpb.audit', 'hr.one'])
      expect(names).not.toContain(account);
  });

  test.each<[string, object[], string]>([
    [
      'a unit that is not known',
      [line('hr.x', 'expert', 'HZ-HBJ'), line('hr.y', 'expert', 'NOWHERE')],
      '/people/1/unitCode',
    ],
    ['one of the three powers', [line('hr.x', 'audit.administrator', 'HZ-HBJ')], '/people/0/post'],
    [
      'a day before the first',
      [line('hr.x', 'expert', 'HZ-HBJ', { from: '2017-05-01', until: '2017-04-01' })],
      '/people/0/until',
    ],
    ['a name that cannot be typed', [line('Hr X', 'expert', 'HZ-HBJ', { email: 'x@hz.example' })], '/people/0/account'],
    ['a column more', [line('hr.x', 'expert', 'HZ-HBJ', { isAdmin: true })], '/people/0/isAdmin'],
  ])('is refused with the line where it names %s', async (_, people, pointer) => {
    const { status, body } = await sync(people);
    expect([status, body.errors?.map((error) => error.pointer)]).toEqual([422, [pointer]]);
  });
});
