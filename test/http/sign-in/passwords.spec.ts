import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem, SessionView, Text } from '#contracts';
import { Renewals } from '#organisation';
import { everyTenant } from '#platform';
import type { Person } from '../office.js';
import { NewOffice } from './new-office.js';

const OWN = '环城北路 81 Ab';

let place: NewOffice;

beforeAll(async () => {
  place = await NewOffice.open();
});
afterAll(() => place.close());

const codes = async (person: Person, calls: [method: string, path: string, body?: unknown][]): Promise<unknown[]> =>
  Promise.all(
    calls.map(async ([method, path, body]) => {
      const reply = await person.call<Problem | undefined>(method, path, body);
      return [path, reply.status, reply.body?.code];
    }),
  );

describe('a first password', () => {
  let officer: Person;
  let first: string;

  beforeAll(async () => {
    first = await place.hire('kpb.first');
    officer = await place.office.person();
    await officer.signIn('kpb.first', first);
  });

  test('opens a session that may do nothing but change it', async () => {
    expect((await officer.get<SessionView>('/api/session')).body.duty).toBe('password');
    const refused = await codes(officer, [
      ['GET', '/api/inbox'],
      ['GET', '/api/sessions'],
      ['GET', '/api/units'],
      ['POST', '/api/years/2027/open', {}],
      ['POST', '/api/imports', {}],
      ['POST', '/api/session/renewal', { password: first }],
    ]);
    expect(refused).toEqual(
      ['/api/inbox', '/api/sessions', '/api/units', '/api/years/2027/open', '/api/imports', '/api/session/renewal'].map(
        (path) => [path, 403, 'password.must-change'],
      ),
    );
  });

  test('is not replaced by itself, and once replaced all is open', async () => {
    const change = (next: string) => officer.call<Problem>('PUT', '/api/sessions/password', { present: first, next });
    expect((await change(first)).body.errors).toMatchObject([{ code: 'password.used' }]);
    expect((await change(OWN)).status).toBe(200);
    expect((await officer.get<SessionView>('/api/session')).body.duty).toBeNull();
    expect((await officer.get('/api/inbox')).status).toBe(200);
  });

  test('is not asked of the administrator, who chose theirs at the set-up', async () => {
    const { body } = await (await place.administrator()).get<SessionView>('/api/session');
    expect(body.duty).toBeNull();
  });
});

describe('an account without a post', () => {
  const OF_ONESELF: [string, string, number][] = [
    ['GET', '/api/session', 200],
    ['GET', '/api/sessions', 200],
    ['GET', '/api/factor', 200],
  ];
  const OF_A_POST = ['/api/inbox', '/api/units?q=A', '/api/workflows', '/api/cases', '/api/clock', '/api/accounts'];

  test('replaces its first password and keeps its own sign-in in order, and can do nothing else', async () => {
    const name = 'kpb.postless';
    const passwordOf = await place.hire(name);
    await place.office.asOwner(
      `delete from post_holdings where account_id = (select account_id from accounts where account = $1)`,
      [name],
    );
    const person = await place.office.person();
    await person.signIn(name, passwordOf);
    const { body } = await person.get<SessionView>('/api/session');
    expect([body.duty, body.posts, body.permissions]).toEqual(['password', [], []]);
    const next = { present: passwordOf, next: OWN };
    expect((await person.call('PUT', '/api/sessions/password', next)).status).toBe(200);
    for (const [method, path, status] of OF_ONESELF)
      expect([path, (await person.call(method, path)).status]).toEqual([path, status]);
    expect((await person.post('/api/session/renewal', { password: OWN })).status).toBe(204);
    for (const path of OF_A_POST) {
      const refused = await person.get<Problem>(path);
      expect([path, refused.status, refused.body.code]).toEqual([path, 403, 'permission.missing']);
    }
    expect((await person.call('DELETE', '/api/session')).status).toBe(204);
  });
});

describe('a password of ninety days', () => {
  test.each([
    [89, null, 200],
    [91, 'password', 403],
  ])('after %i days owes %s: the next request is answered with %i', async (days, duty, status) => {
    const person = await place.administrator();
    await place.database.query(`update accounts set password_set_at = now() - $1::int * interval '1 day'`, [days]);
    expect((await person.get<SessionView>('/api/session')).body.duty).toBe(duty);
    expect((await person.get('/api/inbox')).status).toBe(status);
    await place.database.query(`update accounts set password_set_at = now()`);
  });
});

describe('the rules of a password', () => {
  test('are read before one is typed, by whoever comes', async () => {
    const { body } = await (await place.office.person()).get<Text[]>('/api/session/password-rules');
    expect(body.map(({ zh }) => zh)).toEqual([
      '密码至少 10 个字符。',
      '密码须含小写字母、大写字母、数字、其他字符（汉字、符号）中的三种。',
      '密码不能含账号名。',
      '不能是已泄露或人人常用的密码，也不能只是在其前后加几个数字、符号（如 Woaini1314!）。',
      '不能用最近 5 次用过的密码。',
      '每 90 天须更换一次。',
    ]);
  });

  test('are by the other profile: length and nothing common, no classes, no rotation, ten tries', async () => {
    const strict = await NewOffice.open({ SIGN_IN_POLICY: 'asvs' });
    try {
      const person = await strict.officer('kpb.asvs', '滨康路春天的梧桐叶落满地');
      const { body: rules } = await person.get<Text[]>('/api/session/password-rules');
      expect(rules).toHaveLength(4);
      const change = async (next: string): Promise<string[]> => {
        const { body } = await person.call<Problem>('PUT', '/api/sessions/password', {
          present: '滨康路春天的梧桐叶落满地',
          next,
        });
        return (body.errors ?? []).map(({ code }) => code);
      };
      expect(await change('short')).toEqual(['password.short', 'password.common', 'password.leaked']);
      expect(await change('Password-2026!')).toEqual(['password.common', 'password.leaked']);
      expect(await change('余杭区考评办 2026 Ab')).toEqual(['password.common']);
      await strict.database.query(`update accounts set password_set_at = now() - interval '10 years'`);
      expect((await person.get<SessionView>('/api/session')).body.duty).toBeNull();
      expect(await change('x'.repeat(200) + 'correct horse battery staple')).toEqual([]);
      const stranger = await strict.office.person();
      const tries = [];
      for (let attempt = 0; attempt < 11; attempt += 1) tries.push((await stranger.signIn('kpb.asvs', 'wrong')).status);
      expect(tries).toEqual([...Array<number>(10).fill(401), 429]);
    } finally {
      await strict.close();
    }
  });
});

describe('proving again who one is', () => {
  test('in a session that was ended just then is refused, as is whoever is not signed in', async () => {
    const renewed = everyTenant(() => place.office.app.get(Renewals).byPassword('ended meanwhile', OWN));
    await expect(renewed).rejects.toMatchObject({ refusal: 'unauthenticated', code: 'session.needed' });
  });

  test('takes the password, nothing else, and wrong ones lock as sign-ins do', async () => {
    const person = await place.officer('kpb.again', OWN);
    const renew = async (password: string): Promise<unknown[]> => {
      const { status, body } = await person.post<Problem | undefined>('/api/session/renewal', { password });
      return [status, body?.code];
    };
    await place.database.query(`update sessions set verified_at = now() - interval '11 minutes'`);
    expect(await renew(OWN)).toEqual([204, undefined]);
    const [kept] = await place.database.query<{ stale: number }>(
      `select count(*)::int as stale from sessions join accounts using (account_id)
        where account = 'kpb.again' and verified_at < now() - interval '1 minute'`,
    );
    expect(kept?.stale).toBe(0);
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await renew('wrong')).toEqual([422, 'password.wrong']);
    expect(await renew(OWN)).toEqual([429, 'session.locked']);
  });
});
