import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MailView, ProposalResult } from '#contracts';
import { Outbox } from '#engine';
import { everyTenant } from '#platform';
import { Office, type Person } from './office.js';

let office: Office;
let system: Person;
let security: Person;
let seen: MailView[];

beforeAll(async () => {
  office = await Office.open();
  [system, security] = [await office.person('hz-kpb.admin'), await office.person('hz-kpb.security')];
  seen = await arrived();
});
afterAll(() => office.close());

/** What is in the mailbox once everything has left. */
async function arrived(): Promise<MailView[]> {
  await everyTenant(() => office.app.get(Outbox).deliverReady());
  return (await system.get<{ rows: MailView[] }>('/api/mails?limit=200')).body.rows;
}

/** What came since the last look, by subject: mails that leave together arrive in any order. */
async function news(): Promise<{ to: string[]; subject: string; text: string }[]> {
  const before = new Set(seen.map(({ mailId }) => mailId));
  seen = await arrived();
  return seen
    .filter(({ mailId }) => !before.has(mailId))
    .map(({ to, subject, text }) => ({ to, subject, text }))
    .toSorted((one, other) => (one.subject < other.subject ? -1 : 1));
}

async function asked(account: string): Promise<string> {
  const change = { do: 'add', account, name: '市环保局经办人', email: `${account}@hz.example` };
  const { body } = await system.post<ProposalResult>('/api/proposals', { changes: [change], reason: '人员调整' });
  return body.proposalId;
}

const mailOf = async (account: string): Promise<string> => {
  const rows = await office.query<{ email: string }>(`select email from accounts where account = $1`, [account]);
  return rows[0]?.email ?? '';
};

test('who approves is told of what waits, and who asked of what was decided, in words that name no account', async () => {
  const [approver, proposer] = [await mailOf('hz-kpb.security'), await mailOf('hz-kpb.admin')];
  const [taken, turned] = [await asked('hbj.taken'), await asked('hbj.turned')];
  const waiting = await news();
  expect(waiting.map(({ to, subject }) => [to, subject])).toEqual([
    [[approver], '待审批：账号与岗位变更（1 项）'],
    [[approver], '待审批：账号与岗位变更（1 项）'],
  ]);
  expect(waiting[0]?.text).toContain(`${office.address}/proposals`);
  expect(waiting[0]?.text).toContain('系统管理员申请 1 项账号与岗位变更');

  await security.post(`/api/proposals/${taken}/decision`, { verdict: 'approve' });
  await security.post(`/api/proposals/${turned}/decision`, { verdict: 'refuse', answer: '岗位已满' });
  const decided = await news();
  expect(decided.map(({ to, subject }) => [to, subject])).toEqual([
    [[proposer], '已同意：账号与岗位变更'],
    [[proposer], '未同意：账号与岗位变更'],
  ]);
  expect(decided[1]?.text).toContain('岗位已满');
  for (const { text } of [...waiting, ...decided]) expect(text).not.toMatch(/hbj\.|password|密码/);
});

test('nobody is asked for what was taken back, refused at once, or decided before the mail left', async () => {
  const withdrawn = await asked('hbj.withdrawn');
  await system.post(`/api/proposals/${withdrawn}/withdrawal`, {});
  const change = { do: 'disable', account: 'nobody.there' };
  expect((await system.post('/api/proposals', { changes: [change], reason: '人员调整' })).status).not.toBe(201);
  const quick = await asked('hbj.quick');
  await security.post(`/api/proposals/${quick}/decision`, { verdict: 'approve' });
  expect((await news()).map(({ subject }) => subject)).toEqual(['已同意：账号与岗位变更']);
});

test('a request that is repeated tells once', async () => {
  const change = { do: 'add', account: 'hbj.once', name: '市环保局经办人', email: 'hbj.once@hz.example' };
  const body = { changes: [change], reason: '人员调整' };
  for (let times = 0; times < 2; times += 1)
    await system.post('/api/proposals', body, { 'idempotency-key': 'proposal-told-once' });
  expect(await news()).toHaveLength(1);
});
