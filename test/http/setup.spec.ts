import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem, SessionView, SetupDone, SetupView } from '#contracts';
import { Database } from '#platform';
import { FirstSetup } from '../../apps/api/src/first-setup.js';
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
    expect((await nobody.get<SetupView>('/api/setup')).body).toEqual({ needed: true });
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

  test('takes only the code that was printed last, for a day', async () => {
    const earlier = code;
    code = (await office.app.get(FirstSetup).invite()) ?? '';
    expect(code).toMatch(/^[2-9A-HJ-KM-NP-Z]{5}(-[2-9A-HJ-KM-NP-Z]{5}){3}$/);
    expect((await setUp({ code: earlier })).body.code).toBe('setup.code');
    const database = office.app.get(Database);
    await database.query(`update setup_codes set made_at = made_at - interval '25 hours'`);
    expect((await setUp()).body.code).toBe('setup.code');
    await database.query(`update setup_codes set made_at = made_at + interval '25 hours'`);
    const kept = await database.query<{ hash: string }>(`select encode(code_hash, 'escape') as hash from setup_codes`);
    expect(kept.map(({ hash }) => hash)).not.toContain(code.replaceAll('-', ''));
  });

  test('is set up once, however often and however the code is typed, and its administrator can sign in', async () => {
    const typed = { code: ` ${code.toLowerCase().replaceAll('-', ' ')} ` };
    const replies = await Promise.all([setUp(typed), setUp(typed), setUp()]);
    expect(replies.map(({ status }) => status).filter((status) => status === 201)).toEqual([201]);
    expect(replies.every(({ status }) => [201, 403, 409].includes(status))).toBe(true);
    expect((await nobody.get<SetupView>('/api/setup')).body).toEqual({ needed: false });
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
    const { body: workflows } = await administrator.get<{ workflow: string }[]>('/api/workflows');
    expect(JSON.stringify(workflows)).toContain('annual-target');
  });
});
