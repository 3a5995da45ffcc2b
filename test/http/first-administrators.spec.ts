import { describe, expect, test } from '@jest/globals';
import type { Problem, ProposalPage, ProposalResult, SessionView } from '#contracts';
import { addAccount } from '../../apps/api/src/cli/account-add.js';
import { FirstSetup } from '../../apps/api/src/first-setup.js';
import { Office, type Reply } from './office.js';

/** What became of a proposal, or why nothing did. */
type Answered = ProposalResult & Omit<Problem, 'status'>;

describe('a product that was just set up', () => {
  test('lets its first administrator appoint one security administrator alone, and from then on nobody alone', async () => {
    const empty = await Office.open({ SAMPLE: 'none' });
    try {
      const code = (await empty.app.get(FirstSetup).invite()) ?? '';
      const password = '区考评办 2026 Ab';
      const nobody = await empty.person();
      const given = { code, organisation: '余杭区', office: '区考评办', account: 'admin', email: 'a@yuhang.example' };
      await nobody.post('/api/setup', { ...given, password });
      const first = await empty.person();
      await first.signIn('admin', password);
      const { posts } = (await first.get<SessionView>('/api/session')).body;
      const office = posts[0]?.unit?.unitId ?? '';
      const ask = (account: string, post: string): Promise<Reply<Answered>> =>
        first.post('/api/proposals', {
          changes: [
            { do: 'add', account, name: '区考评办新任', email: `${account}@yuhang.example` },
            { do: 'grant', account, post, unitId: office },
          ],
          reason: '设置',
        });
      expect((await ask('audit', 'audit.administrator')).body.status).toBe('open');
      expect((await ask('officer', 'office.officer')).body.status).toBe('open');
      const own = await first.post<Problem>('/api/proposals', {
        changes: [{ do: 'grant', account: 'admin', post: 'security.administrator', unitId: office }],
        reason: '设置',
      });
      expect(own.body.code).toBe('post.excluded');
      const made = await ask('security', 'security.administrator');
      expect(made.body).toMatchObject({ status: 'approved', passwords: [{ account: 'security' }] });
      expect((await ask('security2', 'security.administrator')).body.status).toBe('open');
      const options = { account: 'x', name: 'x', email: 'x@y.example', posts: [] };
      await expect(addAccount(empty.app, options, () => undefined)).rejects.toMatchObject({
        code: 'account.by-proposal',
      });

      const other = await empty.person();
      const present = made.body.passwords[0]?.password ?? '';
      await other.signIn('security', present);
      expect((await other.get<Problem>('/api/proposals')).body.code).toBe('password.must-change');
      await other.call('PUT', '/api/sessions/password', { present, next: '环城北路 81 Ab' });
      const { rows, open } = (await other.get<ProposalPage>('/api/proposals?status=open')).body;
      expect([rows.length, open]).toEqual([3, 3]);
      const audit = rows.find(({ changes }) => changes[0]?.account === 'audit')?.proposalId ?? '';
      expect((await other.post(`/api/proposals/${audit}/decision`, { verdict: 'approve' })).status).toBe(200);
    } finally {
      await empty.close();
    }
  });
});
