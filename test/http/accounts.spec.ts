import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type {
  AccountDetail,
  AccountPage,
  AccountRow,
  Problem,
  ProposalPage,
  ProposalResult,
  UnitRef,
} from '#contracts';
import { Database } from '#platform';
import { Office, type Person, type Reply } from './office.js';

/** What became of a proposal, or why nothing did. */
type Answered = ProposalResult & Omit<Problem, 'status'>;

const NOWHERE = '01951111-1111-7111-8111-111111111111';

let office: Office;
let system: Person;
let security: Person;
let auditor: Person;
let unitId: string;

beforeAll(async () => {
  office = await Office.open();
  [system, security, auditor] = [
    await office.person('hz-kpb.admin'),
    await office.person('hz-kpb.security'),
    await office.person('hz-kpb.audit'),
  ];
  unitId = await unitOf('HZ-HBJ');
});
afterAll(() => office.close());

async function unitOf(code: string): Promise<string> {
  const { body } = await system.get<UnitRef[]>(`/api/units?q=${code}`);
  return body.find((unit) => unit.code === code)?.unitId ?? '';
}

const propose = (changes: object[], more: object = {}): Promise<Reply<Answered>> =>
  system.post('/api/proposals', { changes, reason: '人员调整', ...more });
const decide = (id: string, verdict: string, answer: string | null = null): Promise<Reply<Answered>> =>
  security.post(`/api/proposals/${id}/decision`, { verdict, answer });

async function approved(changes: object[]): Promise<ProposalResult> {
  const asked = await propose(changes);
  if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
  const { status, body } = await decide(asked.body.proposalId, 'approve');
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

const add = (account: string) => ({ do: 'add', account, name: '市环保局经办人二', email: `${account}@hz.example` });
const grant = (account: string, post = 'unit.operator', more: object = {}) => ({
  do: 'grant',
  account,
  post,
  unitId,
  ...more,
});
const of = async (account: string): Promise<AccountRow> => {
  const { body } = await auditor.get<AccountPage>(`/api/accounts?q=${account}&limit=1`);
  const [row] = body.rows;
  if (!row) throw new Error(`no account ${account}`);
  return row;
};
const detail = async (account: string): Promise<AccountDetail> =>
  (await auditor.get<AccountDetail>(`/api/accounts/${(await of(account)).accountId}`)).body;

describe('an account', () => {
  test('is asked for by one administrator and approved by another; its password is shown to the second, once', async () => {
    const asked = await propose([add('hbj.two'), grant('hbj.two')]);
    expect([asked.status, asked.body.status, asked.body.passwords]).toEqual([201, 'open', []]);
    const { proposalId } = asked.body;
    expect((await auditor.get<AccountPage>('/api/accounts?q=hbj.two')).body.rows).toEqual([]);

    for (const person of [system, auditor]) {
      const refused = await person.post<Problem>(`/api/proposals/${proposalId}/decision`, { verdict: 'approve' });
      expect([refused.status, refused.body.code]).toEqual([403, 'permission.missing']);
    }
    const key = { 'idempotency-key': 'approve-hbj-two' };
    const path = `/api/proposals/${proposalId}/decision`;
    const { body } = await security.post<ProposalResult>(path, { verdict: 'approve' }, key);
    expect(body).toMatchObject({ status: 'approved', passwords: [{ account: 'hbj.two' }] });
    const again = await security.post<ProposalResult>(path, { verdict: 'approve' }, key);
    expect(again.body).toEqual({ proposalId, status: 'approved', passwords: [], tokens: [] });
    const kept = await office.app
      .get(Database)
      .query(`select 1 from commands where answer::text like '%' || $1 || '%'`, [body.passwords[0]?.password]);
    expect(kept).toEqual([]);

    const person = await office.person();
    expect((await person.signIn('hbj.two', body.passwords[0]?.password)).status).toBe(201);
    expect(await detail('hbj.two')).toMatchObject({
      holdings: [{ post: 'unit.operator', unit: { code: 'HZ-HBJ' }, when: 'now', until: null }],
      proposals: [
        {
          way: 'two-step',
          status: 'approved',
          proposedBy: { name: '系统管理员' },
          decidedBy: { name: '安全管理员' },
          changes: [
            { do: 'add', account: 'hbj.two' },
            { do: 'grant', title: { zh: '单位经办人' } },
          ],
        },
      ],
    });
  });

  test('is noted in the operation log, by whom and what, and without a password', async () => {
    const { proposalId } = await approved([add('hbj.noted'), grant('hbj.noted')]);
    const noted = await office.app
      .get(Database)
      .query<{ action: string; actor: string; details: object }>(
        `select action, actor, details from operation_log where object_id = $1 order by entry_id`,
        [proposalId],
      );
    expect(noted.map(({ action, actor }) => [action, actor])).toEqual([
      ['grant.proposed', 'hz-kpb.admin'],
      ['grant.approved', 'hz-kpb.security'],
    ]);
    expect(noted[0]?.details).toMatchObject({ changes: [{ do: 'add' }, { do: 'grant', unitId }], reason: '人员调整' });
    expect(JSON.stringify(noted)).not.toMatch(/password|argon2/);
  });

  test('gains and loses posts with the next request of a session that goes on', async () => {
    const { passwords } = await approved([add('hbj.three')]);
    const person = await office.person();
    await person.signIn('hbj.three', passwords[0]?.password);
    // As if they had replaced the first password, which needs a post.
    await office.asOwner(`update accounts set password_is_first = false where account = 'hbj.three'`);
    expect((await person.get<Problem>('/api/inbox')).body.code).toBe('permission.missing');
    await approved([grant('hbj.three')]);
    expect((await person.get('/api/inbox')).status).toBe(200);
    const [holding] = (await detail('hbj.three')).holdings;
    await approved([{ do: 'end', holdingId: holding?.holdingId }]);
    expect((await person.get<Problem>('/api/inbox')).body.code).toBe('permission.missing');
    expect((await detail('hbj.three')).holdings).toMatchObject([{ when: 'past', until: expect.any(String) }]);
  });

  test('holds a post from one day to another, and who held it then stays known', async () => {
    await approved([add('hbj.later'), grant('hbj.later', 'unit.leader', { from: '2017-03-01', until: '2017-03-31' })]);
    const [holding] = (await detail('hbj.later')).holdings;
    expect(holding).toMatchObject({
      from: '2017-02-28T16:00:00.000Z',
      until: '2017-03-31T16:00:00.000Z',
      when: 'to-come',
    });
    await approved([{ do: 'end', holdingId: holding?.holdingId }]);
    expect((await detail('hbj.later')).holdings).toEqual([]);
  });

  test('that is disabled is out at once, and in again only after two steps', async () => {
    const { passwords } = await approved([add('hbj.four'), grant('hbj.four')]);
    const person = await office.person();
    await person.signIn('hbj.four', passwords[0]?.password);
    const { accountId } = await of('hbj.four');
    const locked = await security.post<ProposalResult>(`/api/accounts/${accountId}/lock`, { reason: '疑似泄密' });
    expect([locked.status, locked.body.status]).toEqual([200, 'approved']);
    expect((await person.get('/api/session')).status).toBe(401);
    expect((await person.signIn('hbj.four', passwords[0]?.password)).status).toBe(401);
    expect((await auditor.get<AccountPage>('/api/accounts?status=disabled')).body.rows).toMatchObject([
      { account: 'hbj.four' },
    ]);
    await approved([{ do: 'enable', account: 'hbj.four' }]);
    expect((await person.get('/api/session')).status).toBe(401);
    expect((await person.signIn('hbj.four', passwords[0]?.password)).status).toBe(201);
    const reset = await approved([{ do: 'reset', account: 'hbj.four' }]);
    expect((await person.get('/api/session')).status).toBe(401);
    expect((await person.signIn('hbj.four', passwords[0]?.password)).status).toBe(401);
    expect((await person.signIn('hbj.four', reset.passwords[0]?.password)).status).toBe(201);
  });
});

describe('a proposal', () => {
  test.each<[string, () => object[], number, string]>([
    ['an account that is there', () => [add('hz-hbj.leader')], 409, 'account.taken'],
    ['a post for an account that is not', () => [grant('nobody')], 404, 'account.missing'],
    ['a post in a unit that is not', () => [{ ...grant('hz-hbj.leader'), unitId: NOWHERE }], 404, 'unit.missing'],
    ['a post that is held already', () => [grant('hz-hbj.operator')], 409, 'post.held'],
    [
      'a post that ends before it begins',
      () => [grant('hz-hbj.leader', 'unit.operator', { from: '2017-05-02', until: '2017-05-01' })],
      422,
      'post.days',
    ],
    [
      'a post that is over already',
      () => [grant('hz-hbj.leader', 'unit.operator', { until: '2016-12-31' })],
      422,
      'post.days',
    ],
    ['two powers for one account', () => [grant('hz-kpb.admin', 'security.administrator')], 409, 'post.excluded'],
    ['a power beside the business', () => [grant('hz-hbj.leader', 'audit.administrator')], 409, 'post.excluded'],
    ['business beside a power', () => [grant('hz-kpb.audit', 'unit.operator')], 409, 'post.excluded'],
    ['the end of what nobody holds', () => [{ do: 'end', holdingId: NOWHERE }], 409, 'holding.over'],
    ['another password for the sample', () => [{ do: 'reset', account: 'hz-hbj.leader' }], 409, 'password.sample'],
    ['that the last of three is disabled', () => [{ do: 'disable', account: 'hz-kpb.audit' }], 409, 'post.last-holder'],
    ['nothing', () => [], 422, 'request.invalid'],
    ['what there is not', () => [{ do: 'forget', account: 'hz-hbj.leader' }], 422, 'request.invalid'],
    ['more than there is', () => [{ ...add('hbj.x'), isSample: true }], 422, 'request.invalid'],
    ['a post that there is not', () => [grant('hz-hbj.leader', 'mayor')], 422, 'request.invalid'],
    ['a name that cannot be typed', () => [add('no spaces')], 422, 'request.invalid'],
  ])('is refused at once where it asks for %s', async (_, changes, status, code) => {
    const reply = await propose(changes());
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });

  test('says why, and so does its refusal; refused or taken back it changes nothing', async () => {
    expect((await propose([add('hbj.five')], { reason: ' ' })).body.code).toBe('request.invalid');
    const { proposalId } = (await propose([add('hbj.five')])).body;
    expect((await decide(proposalId, 'refuse')).body.code).toBe('request.invalid');
    expect((await decide(proposalId, 'refuse', '编制已满')).body.status).toBe('refused');
    for (const verdict of ['approve', 'refuse'])
      expect((await decide(proposalId, verdict, '再议')).body.code).toBe('proposal.decided');
    const other = (await propose([add('hbj.five')])).body.proposalId;
    expect((await system.post<ProposalResult>(`/api/proposals/${other}/withdrawal`, {})).body.status).toBe('withdrawn');
    expect((await decide(other, 'approve')).body.code).toBe('proposal.decided');
    expect((await auditor.get<AccountPage>('/api/accounts?q=hbj.five')).body.rows).toEqual([]);
    const { body } = await auditor.get<ProposalPage>('/api/proposals?limit=2');
    expect(body.rows.map(({ status, answer }) => [status, answer])).toEqual([
      ['withdrawn', null],
      ['refused', '编制已满'],
    ]);
    const next = await auditor.get<ProposalPage>(`/api/proposals?limit=2&cursor=${body.nextCursor ?? ''}`);
    expect(next.body.rows[0]?.proposalId).not.toBe(body.rows[1]?.proposalId);
  });

  test('is decided once, however many decide at the same time', async () => {
    const { proposalId } = (await propose([add('hbj.six')])).body;
    const decided = await Promise.all([1, 2, 3].map(() => decide(proposalId, 'approve')));
    expect(decided.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  test('cannot be decided by who made it or whom it concerns, nor in the database', async () => {
    await approved([add('kpb.security2'), grant('kpb.security2', 'security.administrator')]);
    const own = (await propose([{ do: 'disable', account: 'hz-kpb.security' }])).body.proposalId;
    expect((await decide(own, 'approve')).body.code).toBe('proposal.own');
    const database = office.app.get(Database);
    const decideThere = (by: string): Promise<unknown> =>
      database.query(
        `update account_proposals set decision = 'approved', decided_at = now(), decided_by = ${by} where proposal_id = $1`,
        [own],
      );
    await expect(decideThere('proposed_by')).rejects.toMatchObject({ constraint: 'account_proposals_two_ck' });
    await expect(decideThere('null')).rejects.toMatchObject({ constraint: 'account_proposals_decided_ck' });
    await decide(own, 'refuse', '不');
    await system.post(`/api/proposals/${own}/withdrawal`, {});
    await expect(
      database.query(`update account_proposals set changes = '[]' where decision is not null`),
    ).rejects.toMatchObject({ code: '23000' });
    await expect(database.query(`delete from account_proposals`)).rejects.toMatchObject({ code: '23000' });
  });

  test('never takes the last of the three powers away, however many go at once', async () => {
    const holdingOf = async (account: string): Promise<string> => (await detail(account)).holdings[0]?.holdingId ?? '';
    const asked = [
      await propose([{ do: 'end', holdingId: await holdingOf('hz-kpb.admin') }]),
      await propose([{ do: 'disable', account: 'hz-kpb.audit' }]),
    ];
    expect(asked.map(({ body }) => body.code)).toEqual(['post.last-holder', 'post.last-holder']);
    await approved([add('kpb.audit2'), grant('kpb.audit2', 'audit.administrator')]);
    await approved([add('kpb.audit3'), grant('kpb.audit3', 'audit.administrator')]);
    const ending = [];
    for (const account of ['kpb.audit2', 'kpb.audit3', 'hz-kpb.audit']) {
      const { body } = await propose([{ do: 'end', holdingId: await holdingOf(account) }]);
      ending.push(body.proposalId);
    }
    const ended = await Promise.all(ending.map((id) => decide(id, 'approve')));
    expect(ended.map(({ status, body }) => (status === 200 ? 'done' : body.code)).sort()).toEqual([
      'done',
      'done',
      'post.last-holder',
    ]);
  });

  test('is made and decided only by who proved within ten minutes who they are', async () => {
    const renew = (person: Person): Promise<Reply<unknown>> =>
      person.post('/api/session/renewal', { password: 'kaoping-2017' });
    await office.asOwner(`update sessions set verified_at = now() - interval '11 minutes'`);
    expect((await propose([add('hbj.late')])).body.code).toBe('session.stale');
    await renew(system);
    const asked = await propose([add('hbj.late')]);
    expect(asked.status).toBe(201);
    expect((await decide(asked.body.proposalId, 'refuse', '不需要')).body.code).toBe('session.stale');
    await renew(security);
    expect((await decide(asked.body.proposalId, 'refuse', '不需要')).status).toBe(200);
  });
});
