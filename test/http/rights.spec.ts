import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AccountPage, Problem, ProposalResult, RightRow, RightsView } from '#contracts';
import { ADMINISTRATOR, OFFICER, SheetWork } from './annual-target/sheet-work.js';
import type { Person, Reply } from './office.js';

const SECURITY = 'hz-kpb.security';
/** The traffic police stands under the bureau of public security. */
const [ABOVE, BELOW] = ['HZ-GAJ', 'HZ-JJJ'];
const NOWHERE = '01951111-1111-7111-8111-111111111111';

let work: SheetWork;
let security: Person;

beforeAll(async () => {
  work = await SheetWork.open();
  security = await work.person(SECURITY);
});
afterAll(() => work.close());

async function rights(query: string, person = security): Promise<RightsView> {
  const { status, body } = await person.get<RightsView>(`/api/rights?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}
const unitOf = async (code: string): Promise<string> => (await work.unit(code)).unitId;
const may = ({ rows }: RightsView, account: string): string[] =>
  rows
    .filter((row) => row.account === account)
    .flatMap((row) => row.rights.map(({ permission, scope }) => `${permission} ${scope}`));
const whyOf = ({ rows }: RightsView, account: string): RightRow['why'] | undefined =>
  rows.find((row) => row.account === account)?.why;

/** Two administrators give somebody a post. */
async function grant(account: string, post: string, code: string): Promise<string> {
  const changes = [{ do: 'grant', account, post, unitId: await unitOf(code) }];
  const asked = await (
    await work.person(ADMINISTRATOR)
  ).post<ProposalResult>('/api/proposals', { changes, reason: '兼任' });
  const { proposalId } = asked.body;
  const decided: Reply<Problem> = await security.post(`/api/proposals/${proposalId}/decision`, { verdict: 'approve' });
  if (decided.status !== 200) throw new Error(JSON.stringify(decided.body));
  return proposalId;
}

describe('who can do what', () => {
  test.each(['0000-01-01', '0002-01-01', '1899-12-31'])('on %s is nothing that anybody can mean', async (day) => {
    const reply = await (await work.person(ADMINISTRATOR)).get<Problem>(`/api/rights?unit=${randomUUID()}&on=${day}`);
    expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([422, '/on']);
  });

  test.each(['1900-01-01', '9999-12-31'])('on %s is looked for', async (day) => {
    const reply = await (await work.person(ADMINISTRATOR)).get<Problem>(`/api/rights?unit=${randomUUID()}&on=${day}`);
    expect(reply.status).toBe(404);
  });

  test('in a unit: its own people, the leader above it, and those who look after all, each by a post', async () => {
    const view = await rights(`unit=${await unitOf('HZ-HBJ')}`);
    expect(view.about).toMatchObject({ kind: 'unit', title: { zh: '市环保局' } });
    expect(may(view, 'hz-hbj.operator')).toEqual(expect.arrayContaining(['sheet.write unit', 'case.read unit']));
    expect(may(view, 'hz-hbj.leader')).toEqual(expect.arrayContaining(['case.read subtree', 'task.answer unit']));
    expect(may(view, OFFICER)).toContain('case.read tenant');
    expect(may(view, 'hz-kw.operator')).toEqual([]);
    expect(may(view, SECURITY)).toEqual(
      ['account.read', 'account.approve', 'account.lock', 'token.revoke', 'rights.read', 'webhook.read'].map(
        (one) => `${one} tenant`,
      ),
    );
    expect(whyOf(view, 'hz-hbj.operator')).toMatchObject({
      kind: 'post',
      title: { zh: '单位经办人' },
      unit: { code: 'HZ-HBJ' },
      grant: null,
    });
  });

  test('in a unit below: a leader of the unit above reads its cases and does nothing there', async () => {
    const view = await rights(`unit=${await unitOf('HZ-JTJ')}`);
    expect(may(view, 'hz-kw.leader')).toEqual([]);
    const below = await rights(`unit=${await unitOf(BELOW)}`);
    await grant('hz-kw.leader', 'unit.leader', ABOVE);
    const after = await rights(`unit=${await unitOf(BELOW)}`);
    expect([may(below, 'hz-kw.leader'), may(after, 'hz-kw.leader')]).toEqual([
      [],
      ['case.read subtree', 'sheet.read subtree', 'target.read tenant'],
    ]);
  });

  test('says by whose decision, and what was so on an earlier day', async () => {
    const proposalId = await grant('hz-cjw.operator', 'unit.operator', 'HZ-CZJ');
    await work.office.moveTo('2017-01-10T09:00:00+08:00');
    const unit = await unitOf('HZ-CZJ');
    const why = whyOf(await rights(`unit=${unit}`), 'hz-cjw.operator');
    expect(why).toMatchObject({
      grant: { proposalId, way: 'two-step', proposedBy: { zh: '系统管理员' }, approvedBy: { zh: '安全管理员' } },
    });
    const earlier = await rights(`unit=${unit}&on=2017-01-02`);
    expect(earlier.rows).toEqual([]);
    expect(whyOf(await rights(`unit=${unit}&on=2017-01-03`), 'hz-cjw.operator')).toBeDefined();
  });

  test('with an account: every right of each of its posts', async () => {
    const { body } = await security.get<AccountPage>(`/api/accounts?q=hz-cjw.operator`);
    const view = await rights(`account=${body.rows[0]?.accountId ?? ''}`);
    expect(view.rows.map(({ why }) => why.unit.code)).toEqual(['HZ-CJW', 'HZ-CZJ']);
    expect(may(view, 'hz-cjw.operator')).toContain('inbox.read own');
  });

  test('with a case: by post, and because its task lies or lay on their desk; as the case itself lets them', async () => {
    const sheet = await (await work.sheet('hz-hbj')).to('officeReview');
    const view = await rights(`case=${sheet.instanceId}`);
    const byTask = view.rows.filter(({ why }) => why.kind === 'task');
    expect(byTask.find(({ account }) => account === OFFICER)).toMatchObject({
      rights: [{ permission: 'case.read' }, { permission: 'task.answer' }],
      why: { isOpen: true, state: { zh: '考评办审核' } },
    });
    expect(byTask.find(({ account }) => account === 'hz-hbj.operator')).toMatchObject({
      rights: [{ permission: 'case.read' }],
      why: { isOpen: false },
    });
    for (const account of ['hz-hbj.leader', OFFICER, 'hz-kw.operator', SECURITY, 'hz-szf.leader1']) {
      const sees = (await (await work.person(account)).get(`/api/cases/${sheet.instanceId}`)).status === 200;
      expect([account, may(view, account).some((one) => one.startsWith('case.read'))]).toEqual([account, sees]);
    }
  });

  test.each([
    ['', 422, 'request.invalid'],
    [`unit=${NOWHERE}&account=${NOWHERE}`, 422, 'request.invalid'],
    [`unit=${NOWHERE}&on=yesterday`, 422, 'request.invalid'],
    [`unit=${NOWHERE}`, 404, 'unit.missing'],
    [`account=${NOWHERE}`, 404, 'account.missing'],
    [`case=${NOWHERE}`, 404, 'case.missing'],
  ])('is refused where it is asked “%s”', async (query, status, code) => {
    const reply = await security.get<Problem>(`/api/rights?${query}`);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
  });
});
