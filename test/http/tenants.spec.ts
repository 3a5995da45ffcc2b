import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem, SessionView, SetupDone, SetupView, TenantRef } from '#contracts';
import { everyTenant } from '#platform';
import { addAccount } from '../../apps/api/src/cli/account-add.js';
import { tenant, tenantOptions } from '../../apps/api/src/cli/tenant.js';
import { Office, SAMPLE } from './office.js';

const PASSWORD = '萧山考评 2026 年 Ab';
const XIAOSHAN = { code: 'xiaoshan', name: { zh: '萧山区', en: 'Xiaoshan' } };

let office: Office;
let code: string;

/** What the command says, line by line. */
async function say(...words: string[]): Promise<string[]> {
  const said: string[] = [];
  const options = tenantOptions(words);
  if (!options) throw new Error(`nobody understands ${words.join(' ')}`);
  await everyTenant(() => tenant(office.app, options, (line) => said.push(line)));
  return said;
}

beforeAll(async () => {
  office = await Office.open();
}, 60_000);
afterAll(() => office.close());

describe('the words after tenant', () => {
  test.each([
    [['add', '--code', 'xihu', '--name', '西湖区'], { name: { zh: '西湖区', en: '西湖区' }, parent: null }],
    [
      ['add', '--code', 'xihu', '--name', ' 西湖区 ', '--name-en', 'Xihu', '--parent', 'hangzhou'],
      { parent: 'hangzhou' },
    ],
    [['list'], { command: 'list' }],
    [['code', 'xihu'], { command: 'code', code: 'xihu' }],
  ])('are read: %p', (words, options) => {
    expect(tenantOptions(words)).toMatchObject(options);
  });

  test.each([
    [['add', '--code', 'xihu']],
    [['add', '--name', '西湖区']],
    [['add', 'xihu', '--name', '西湖区']],
    [['add', '--code', 'xihu', '--name', ' ']],
    [['list', 'all']],
    [['code']],
    [['remove', 'xihu']],
    [[]],
  ])('are not: %p', (words) => {
    expect(tenantOptions(words)).toBeNull();
  });

  test.each(['Xihu', 'x', '西湖', 'x'.repeat(41), 'xi_hu'])('name no tenant: %s', (word) => {
    expect(() => tenantOptions(['add', '--code', word, '--name', '西湖区'])).toThrow('tenant.unfit');
  });
});

describe('a district', () => {
  test('is added under its city by the operator, who is shown its set-up code; until it is set up nothing changes for anybody', async () => {
    const said = await say(
      'add',
      '--code',
      'xiaoshan',
      '--name',
      '萧山区',
      '--name-en',
      'Xiaoshan',
      '--parent',
      SAMPLE,
    );
    code = said.at(-1) ?? '';
    expect(code).toMatch(/^[2-9A-HJ-KM-NP-Z]{5}(-[2-9A-HJ-KM-NP-Z]{5}){3}$/);
    expect(await say('list')).toEqual([
      expect.stringMatching(/^hangzhou {2}杭州市（示例） · Hangzhou \(sample\)，账号 · accounts \d+$/),
      'xiaoshan  萧山区 · Xiaoshan，上级 · under hangzhou，待设置 · waits to be set up',
    ]);
    const nobody = await office.person();
    expect((await nobody.get<TenantRef[]>('/api/tenants')).body).toEqual([
      { code: SAMPLE, name: { zh: '杭州市（示例）', en: 'Hangzhou (sample)' } },
    ]);
    const unnamed = { account: 'hz-hbj.operator', password: 'kaoping-2017' };
    expect((await nobody.post('/api/session', unnamed)).status).toBe(201);
    // Strangers do not learn that it waits: it is as if it were not there.
    const there = await Promise.all(
      ['xiaoshan', 'nowhere'].map((tenantCode) =>
        nobody.post<Problem>('/api/session', { ...unnamed, tenant: tenantCode }),
      ),
    );
    expect(there.map(({ status, body }) => [status, body.code])).toEqual(Array(2).fill([422, 'tenant.unknown']));
    expect((await nobody.get<Problem>('/api/public/sheets?tenant=xiaoshan')).body.code).toBe('tenant.unknown');
  });

  test('is not added twice, nor under a tenant that is not there', async () => {
    await expect(say('add', '--code', 'xiaoshan', '--name', '又一个')).rejects.toMatchObject({ code: 'tenant.taken' });
    await expect(say('add', '--code', 'xihu', '--name', '西湖区', '--parent', 'nowhere')).rejects.toMatchObject({
      code: 'tenant.unknown',
    });
    expect(await say('list')).toHaveLength(2);
  });

  test('gets another code, and the first holds no more; who is set up already gets none', async () => {
    const former = code;
    code = (await say('code', 'xiaoshan')).at(-1) ?? '';
    const nobody = await office.person();
    const given = { office: '区考评办', account: 'admin', email: 'a@xiaoshan.example', password: PASSWORD };
    const refused = await nobody.post<Problem>('/api/setup', { ...given, code: former });
    expect([refused.status, refused.body.code]).toEqual([409, 'setup.done']);
    await expect(say('code', SAMPLE)).rejects.toMatchObject({ code: 'tenant.set-up' });
    await expect(say('code', 'nowhere')).rejects.toMatchObject({ code: 'tenant.unknown' });
  });

  test('is set up with its code, under the name that the operator gave it, once', async () => {
    const nobody = await office.person();
    expect((await nobody.get<SetupView>('/api/setup')).body).toEqual({ needed: false, added: false });
    // The same name as an account of the city.
    const given = {
      code,
      office: '区考评办',
      account: 'hz-kpb.admin',
      email: 'a@xiaoshan.example',
      password: PASSWORD,
    };
    const simple = await nobody.post<Problem>('/api/setup', { ...given, password: 'short' });
    expect([simple.status, simple.body.code]).toEqual([422, 'password.unfit']);
    const replies = await Promise.all([1, 2].map(() => nobody.post<SetupDone & Problem>('/api/setup', given)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(replies.find(({ status }) => status === 201)?.body).toEqual({ tenant: 'xiaoshan', account: 'hz-kpb.admin' });
    expect((await nobody.post<Problem>('/api/setup', given)).body.code).toBe('setup.done');
  });

  test('is told from the city at the door: one name, two accounts', async () => {
    const nobody = await office.person();
    expect((await nobody.get<TenantRef[]>('/api/tenants')).body.map((one) => one.code)).toEqual([SAMPLE, 'xiaoshan']);
    expect((await nobody.get<TenantRef[]>('/api/tenants')).body[1]).toEqual(XIAOSHAN);
    const [city, district] = [await office.person(), await office.person()];
    expect((await city.signIn('hz-kpb.admin', undefined, SAMPLE)).status).toBe(201);
    expect((await district.signIn('hz-kpb.admin', PASSWORD, 'xiaoshan')).status).toBe(201);
    for (const [person, password, where] of [
      [await office.person(), PASSWORD, SAMPLE],
      [await office.person(), 'kaoping-2017', 'xiaoshan'],
    ] as const)
      expect((await person.signIn('hz-kpb.admin', password, where)).status).toBe(401);
    const [one, other] = await Promise.all(
      [city, district].map(async (person) => (await person.get<SessionView>('/api/session')).body),
    );
    expect([one?.account, other?.account]).toEqual(['hz-kpb.admin', 'hz-kpb.admin']);
    expect(one?.accountId).not.toBe(other?.accountId);
    expect([one?.tenant.code, other?.tenant]).toEqual([SAMPLE, XIAOSHAN]);
    const workflows = await district.get<{ workflow: string }[]>('/api/workflows');
    expect(workflows.body.map(({ workflow }) => workflow)).toContain('annual-target');
  });

  test('must be named, or the city: with none, or one that is not there, nobody is signed in and nothing is read', async () => {
    const nobody = await office.person();
    const bare = { account: 'hz-kpb.admin', password: 'kaoping-2017' };
    const unnamed = await nobody.post<Problem>('/api/session', bare);
    expect([unnamed.status, unnamed.body.code]).toEqual([422, 'tenant.needed']);
    expect(unnamed.body.detail.zh).toContain('萧山区（xiaoshan）');
    const codes = async (body: object): Promise<string> =>
      (await nobody.post<Problem>('/api/session', { ...bare, ...body })).body.code;
    expect(await codes({ tenant: 'nowhere' })).toBe('tenant.unknown');
    expect(await codes({ tenant: 'NO WHERE' })).toBe('request.invalid');
    const sheets = async (query: string): Promise<unknown> => {
      const { status, body } = await nobody.get<Problem>(`/api/public/sheets${query}`);
      return status === 200 ? status : body.code;
    };
    expect(await sheets('')).toBe('tenant.needed');
    expect(await sheets('?tenant=nowhere')).toBe('tenant.unknown');
    expect([await sheets('?tenant=xiaoshan'), await sheets(`?tenant=${SAMPLE}`)]).toEqual([200, 200]);
  });

  test('locks an account of its own alone, while an address is counted over all', async () => {
    const wrong = async (tenantCode: string): Promise<string | undefined> =>
      (await (await office.person()).signIn('hz-kpb.director', 'wrong', tenantCode)).body.code;
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await wrong('xiaoshan')).toBe('session.refused');
    expect(await wrong('xiaoshan')).toBe('session.locked');
    expect((await (await office.person()).signIn('hz-kpb.director', undefined, SAMPLE)).status).toBe(201);
    await office.query(
      `INSERT INTO sign_in_failures (failure_id, tenant_id, account, address)
       SELECT gen_random_uuid(), tenant_id, 'x' || n, '127.0.0.1' FROM tenants, generate_series(1, 100) n WHERE code = $1`,
      [SAMPLE],
    );
    const elsewhere = await (await office.person()).signIn('hz-kpb.admin', PASSWORD, 'xiaoshan');
    expect([elsewhere.status, elsewhere.body.code]).toEqual([429, 'session.address-locked']);
    await office.query(`DELETE FROM sign_in_failures`);
  });

  test('takes accounts by command where it is named', async () => {
    const add = (more: object): Promise<number> =>
      everyTenant(() =>
        addAccount(
          office.app,
          {
            account: 'xs.officer',
            name: '区考评办经办人',
            email: 'o@xiaoshan.example',
            posts: [{ post: 'office.officer', unitCode: 'OFFICE' }],
            ...more,
          },
          () => undefined,
        ),
      );
    await expect(add({})).rejects.toMatchObject({ code: 'tenant.needed' });
    await expect(add({ tenant: 'nowhere' })).rejects.toMatchObject({ code: 'tenant.unknown' });
    expect(await add({ tenant: 'xiaoshan' })).toBe(0);
    const owners = await office.query<{ code: string }>(
      `SELECT t.code FROM accounts JOIN tenants t USING (tenant_id) WHERE account = 'xs.officer'`,
    );
    expect(owners).toEqual([{ code: 'xiaoshan' }]);
  });
});
