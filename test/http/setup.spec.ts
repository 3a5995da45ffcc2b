import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem, SessionsEnded, SessionView, SetupDone, SetupView, TenantRef } from '#contracts';
import { Database, everyTenant } from '#platform';
import { addAccount } from '../../apps/api/src/cli/account-add.js';
import { FirstSetup } from '../../apps/api/src/first-setup.js';
import { NewTenants } from '../../apps/api/src/new-tenants.js';
import { Office, type Person, type Reply } from './office.js';

const PASSWORD = '考评办 2026 年 Ab';

let office: Office;
let nobody: Person;
let code: string;

beforeAll(async () => {
  office = await Office.open({ SAMPLE: 'none' });
  nobody = await office.person();
  code = (await office.app.get(FirstSetup).invite()) ?? '';
});
afterAll(() => office.close());

/** The administrator changes the password: only with the present one, to a new one, and no other session outlives it. */
async function changesItsPassword(administrator: Person): Promise<void> {
  const elsewhere = await office.person();
  await elsewhere.signIn('admin', PASSWORD);
  const change = (present: string, next: string): Promise<Reply<SessionsEnded & Problem>> =>
    administrator.call('PUT', '/api/sessions/password', { present, next });
  const refused = async (present: string, next: string): Promise<unknown[]> => {
    const { status, body } = await change(present, next);
    return [status, body.code, ...(body.errors ?? []).map(({ pointer, code: rule }) => `${pointer} ${rule}`)];
  };
  const next = (no: number): string => `余杭考评 ${no} Ab cd`;
  expect(await refused('wrong', next(1))).toEqual([422, 'password.wrong', '/present password.wrong']);
  expect(await refused(PASSWORD, 'admin')).toEqual([
    422,
    'password.unfit',
    '/next password.short',
    '/next password.simple',
    '/next password.account',
    '/next password.leaked',
  ]);
  expect(await refused(PASSWORD, PASSWORD)).toEqual([422, 'password.unfit', '/next password.used']);
  const changed = await change(PASSWORD, next(1));
  expect([changed.status, changed.body]).toEqual([200, { ended: 1 }]);
  expect((await elsewhere.get('/api/session')).status).toBe(401);
  expect((await administrator.get('/api/session')).status).toBe(200);
  expect((await elsewhere.signIn('admin', PASSWORD)).status).toBe(401);
  for (const no of [1, 2, 3]) expect((await change(next(no), next(no + 1))).status).toBe(200);
  expect(await refused(next(4), PASSWORD)).toEqual([422, 'password.unfit', '/next password.used']);
  expect((await change(next(4), next(5))).status).toBe(200);
  // Five others lie between: the first one may come again.
  expect((await change(next(5), PASSWORD)).status).toBe(200);
  for (let attempt = 0; attempt < 5; attempt += 1) await change('wrong', next(9));
  expect(await refused(PASSWORD, next(9))).toEqual([429, 'session.locked']);
}

const given = (more: Record<string, unknown> = {}) => ({
  code,
  organisation: '余杭区',
  office: '区考评办',
  account: 'Admin',
  email: 'admin@yuhang.example',
  password: PASSWORD,
  ...more,
});
const setUp = (more: Record<string, unknown> = {}): Promise<Reply<SetupDone & Problem>> =>
  nobody.post('/api/setup', given(more));

describe('an empty product', () => {
  test('lets nobody in, says that it waits, and how that ends', async () => {
    expect((await nobody.get<SetupView>('/api/setup')).body).toEqual({ needed: true, added: false });
    const { status, body } = await nobody.post<Problem>('/api/session', { account: 'admin', password: PASSWORD });
    expect([status, body.code]).toEqual([503, 'tenant.missing']);
    expect(body.detail.zh).toContain('/setup');
  });

  test.each([
    [{ code: 'AAAAA-AAAAA-AAAAA-AAAAA' }, 403, 'setup.code'],
    [{ code: '' }, 403, 'setup.code'],
    [{ password: 'short' }, 422, 'password.unfit'],
    [{ password: 'xx-ADMIN-2026' }, 422, 'password.unfit'],
    [{ account: 'no spaces' }, 422, 'request.invalid'],
    [{ email: 'nobody' }, 422, 'request.invalid'],
    [{ office: ' ' }, 422, 'request.invalid'],
    [{ isAdministrator: true }, 422, 'request.invalid'],
  ])('is not set up with %o', async (more, status, expected) => {
    const reply = await setUp(more);
    expect([reply.status, reply.body.code]).toEqual([status, expected]);
    expect((await nobody.get<SetupView>('/api/setup')).body.needed).toBe(true);
  });

  test('takes a code that was printed within a day', async () => {
    code = (await office.app.get(FirstSetup).invite()) ?? '';
    expect(code).toMatch(/^[2-9A-HJ-KM-NP-Z]{5}(-[2-9A-HJ-KM-NP-Z]{5}){3}$/);
    const database = office.app.get(Database);
    await database.query(`update setup_codes set made_at = made_at - interval '25 hours'`);
    expect((await setUp()).body.code).toBe('setup.code');
    await database.query(`update setup_codes set made_at = made_at + interval '25 hours'`);
    const kept = await database.query<{ hash: string }>(`select encode(code_hash, 'escape') as hash from setup_codes`);
    expect(kept.map(({ hash }) => hash)).not.toContain(code.replaceAll('-', ''));
  });

  test('is set up once, however often and however the code is typed, and its administrator can sign in', async () => {
    const typed = { code: ` ${code.toLowerCase().replaceAll('-', ' ')} ` };
    const another = { code: (await office.app.get(FirstSetup).invite()) ?? '', account: 'other', office: '别的考评办' };
    const replies = await Promise.all([setUp(typed), setUp(typed), setUp()]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, expect.anything(), expect.anything()]);
    for (const { status, body } of replies)
      if (status !== 201) expect(['setup.done', 'setup.code']).toContain(body.code);
    expect((await setUp(another)).body.code).toBe('setup.done');
    expect((await nobody.get<SetupView>('/api/setup')).body).toEqual({ needed: false, added: false });
    expect((await setUp()).body.code).toBe('setup.done');
    expect(await office.app.get(FirstSetup).invite()).toBeNull();

    const administrator = await office.person();
    expect((await administrator.signIn('admin', PASSWORD)).status).toBe(201);
    const { body } = await administrator.get<SessionView>('/api/session');
    expect(body).toMatchObject({
      account: 'admin',
      name: { zh: '区考评办系统管理员' },
      posts: [{ post: 'administrator', unit: { code: 'OFFICE', name: '区考评办' } }],
      sample: false,
    });
    await changesItsPassword(administrator);
    const { body: workflows } = await administrator.get<{ workflow: string }[]>('/api/workflows');
    expect(JSON.stringify(workflows)).toContain('annual-target');
  });

  test('takes further accounts by command: each with a password of its own, its posts, and nothing beyond', async () => {
    const said: string[] = [];
    const wanted = {
      account: 'kpb.officer',
      name: '区考评办经办人',
      email: 'officer@yuhang.example',
      posts: [{ post: 'office.officer' as const, unitCode: 'OFFICE' }],
    };
    const add = (more: object = {}): Promise<number> =>
      addAccount(office.app, { ...wanted, ...more }, (line) => said.push(line));
    expect(await add()).toBe(0);
    const password = said.at(-1) ?? '';
    const officer = await office.person();
    expect((await officer.signIn('kpb.officer', password)).status).toBe(201);
    const { body } = await officer.get<SessionView>('/api/session');
    expect(body).toMatchObject({ name: { zh: '区考评办经办人' }, posts: [{ post: 'office.officer' }] });
    expect(body.permissions).toContain('year.open');
    expect(body.permissions).not.toContain('batch.manage');
    await expect(add()).rejects.toMatchObject({ code: 'account.taken' });
    const elsewhere = { account: 'other', posts: [{ post: 'unit.leader' as const, unitCode: 'NOWHERE' }] };
    await expect(add(elsewhere)).rejects.toMatchObject({ code: 'unit.unknown' });
    await add({ account: 'kpb.second' });
    expect(said.at(-1)).not.toBe(password);
  });
});

describe('an empty product to which the operator added tenants', () => {
  test('is set up by their codes alone, and says where another one is to be had', async () => {
    const empty = await Office.open({ SAMPLE: 'none' });
    try {
      const tenants = empty.app.get(NewTenants);
      const hangzhou = { code: 'hangzhou', name: { zh: '杭州市', en: 'Hangzhou' }, parent: null };
      // That of the first set-up is nobody's to take: the boot would name it anew.
      await everyTenant(() =>
        expect(tenants.add({ ...hangzhou, code: 'main' })).rejects.toMatchObject({ code: 'tenant.reserved' }),
      );
      await everyTenant(() => tenants.add(hangzhou));
      const somebody = await empty.person();
      expect((await somebody.get<SetupView>('/api/setup')).body).toEqual({ needed: true, added: true });
      expect(await everyTenant(() => empty.app.get(FirstSetup).invite())).toBeNull();
      const wrong = await somebody.post<Problem>('/api/setup', given({ code: 'AAAAA-AAAAA-AAAAA-AAAAA' }));
      expect([wrong.status, wrong.body.code]).toEqual([403, 'setup.code']);
      expect(wrong.body.detail.zh).toContain('tenant code');
      const ours = { code: await everyTenant(() => tenants.invite('hangzhou')) };
      expect((await somebody.post<SetupDone>('/api/setup', given(ours))).body.tenant).toBe('hangzhou');
      expect((await somebody.get<TenantRef[]>('/api/tenants')).body).toEqual([
        { code: 'hangzhou', name: hangzhou.name },
      ]);
    } finally {
      await empty.close();
    }
  });
});
