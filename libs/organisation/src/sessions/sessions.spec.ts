import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OperationLog } from '#audit';
import { Database, DomainError, SecretBox, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { SecondFactors } from '../factors/second-factors.js';
import { Accounts } from '../people/accounts.js';
import { Tenants } from '../tenants/tenants.js';
import type { OpenedSession, Origin } from './open-session.js';
import { hashPassword, verifyPassword } from './password.js';
import { Recognition } from './recognition.js';
import { Sessions } from './sessions.js';
import { SignInPolicy } from './sign-in-policy.js';

const operations = new OperationLog();
const policy = new SignInPolicy('asvs');

const right = { account: 'officer', password: 'right' };
const wrong = { account: 'officer', password: 'wrong' };
const nobody = { account: 'nobody', password: 'wrong' };

let scratch: TestDatabase;
let database: Database;
let recognition: Recognition;
let factors: SecondFactors;
let sessions: Sessions;
let tenantId: string;

const origin: Origin = { address: '10.0.0.7', device: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };

const open = async (credentials: typeof right, from = origin): Promise<OpenedSession> => {
  const opened = await sessions.open(database, tenantId, credentials, from);
  if ('ticket' in opened) throw new Error('a code is asked for');
  return opened;
};
const refusal = async (credentials: typeof right): Promise<DomainError> => {
  const answer: unknown = await open(credentials).catch((error: unknown) => error);
  if (answer instanceof DomainError) return answer;
  throw new Error('the door was open');
};

/** More cheap hashes than there are turns, all at once; resolves when the last is done or refused. */
const fillTheQueue = (): Promise<unknown> =>
  Promise.allSettled(
    Array.from({ length: 200 }, () =>
      verifyPassword('any', '$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAA'),
    ),
  );
const countedTries = async (): Promise<number> =>
  (await database.query(`select from sign_in_failures where account in ('officer', 'nobody')`)).length;

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
  factors = new SecondFactors(database, new SecretBox(() => randomBytes(32)), operations);
  sessions = new Sessions(operations, policy, factors);
  recognition = new Recognition(database, new TestClock('2017-01-03T09:00:00+08:00'), policy);
  ({ tenantId } = await new Tenants().add(database, { code: 'test', name: { zh: '测试', en: 'Test' } }));
  const passwordHash = await hashPassword(right.password);
  const name = { zh: '市考评办经办人', en: 'Evaluation officer' };
  const account = { account: 'officer', name, email: 'officer@hangzhou.example', locale: 'zh' as const, passwordHash };
  await new Accounts(operations).add(
    database,
    tenantId,
    [{ ...account, posts: [], hasOwnPassword: true }],
    new Date(0),
  );
});
beforeEach(() => database.query(`delete from sign_in_failures`));
afterAll(() => scratch.close());

describe('a session', () => {
  test('is opened by account and password, and says whose it is', async () => {
    const { token, accountId } = await open({ account: ' Officer ', password: 'right' });
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await recognition.of(token)).toEqual({
      tenantId,
      accountId,
      account: 'officer',
      name: { zh: '市考评办经办人', en: 'Evaluation officer' },
      locale: 'zh',
      posts: [],
      duty: null,
      isFresh: true,
      method: 'password',
    });
  });

  test('is kept as a hash, never as its token', async () => {
    const { token } = await open(right);
    const kept = await database.query<{ hash: string }>(`select encode(token_hash, 'hex') as hash from sessions`);
    expect(kept.map(({ hash }) => hash)).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
    expect(kept.every(({ hash }) => hash.length === 64)).toBe(true);
  });

  test('ends when it is closed, and closing it twice does no harm', async () => {
    const { token } = await open(right);
    await sessions.close(database, token);
    await sessions.close(database, token);
    expect(await recognition.of(token)).toBeNull();
  });

  test.each(['', 'x', '\u0000', 'a'.repeat(5000)])('is not opened by a token that nobody gave', async (token) => {
    expect(await recognition.of(token)).toBeNull();
  });

  test.each([
    ['thirty minutes without use', `seen_at = now() - interval '31 minutes'`, false],
    ['a use within thirty minutes', `seen_at = now() - interval '29 minutes'`, true],
    ['twelve hours, however much it is used', `expires_at = now()`, false],
  ])('after %s: “%s” lives: %s', async (_, change, lives) => {
    const { token } = await open(right);
    await database.query(`update sessions set ${change}`);
    expect((await recognition.of(token)) !== null).toBe(lives);
  });

  test('is prolonged by its use', async () => {
    const { token } = await open(right);
    await database.query(`update sessions set seen_at = now() - interval '29 minutes'`);
    await recognition.of(token);
    const [row] = await database.query<{ idle: number }>(
      `select extract(epoch from now() - max(seen_at))::int as idle from sessions`,
    );
    expect(row?.idle).toBeLessThan(60);
  });

  test('ends when its account is disabled', async () => {
    const { token } = await open(right);
    await database.query(`update accounts set is_disabled = true`);
    expect(await recognition.of(token)).toBeNull();
    expect((await refusal(right)).code).toBe('session.refused');
    await database.query(`update accounts set is_disabled = false`);
  });
});

describe('the sessions of an account', () => {
  test('are told to its holder, with where they were opened, and never with a token', async () => {
    await database.query(`delete from sessions`);
    const there = await open(right, { address: null, device: 'x'.repeat(1000) });
    const here = await open(right);
    await database.query(`update sessions set seen_at = seen_at - interval '5 minutes' where address is null`);
    const own = await sessions.own(database, here.accountId, here.token);
    expect(own.map(({ address, device, isThis }) => ({ address, device, isThis }))).toEqual([
      { ...origin, isThis: true },
      { address: null, device: 'x'.repeat(300), isThis: false },
    ]);
    expect(JSON.stringify(own)).not.toContain(there.token);
  });

  test('end one by one, or all others at once; what is over counts no more', async () => {
    await database.query(`delete from sessions`);
    const [here, second, third, old] = await Promise.all([1, 2, 3, 4].map(() => open(right)));
    if (!here || !second || !third || !old) throw new Error('four were opened');
    await database.query(`update sessions set seen_at = now() - interval '31 minutes' where token_hash = sha256($1)`, [
      Buffer.from(old.token),
    ]);
    const idOf = async (token: string): Promise<string> =>
      (await sessions.own(database, here.accountId, token)).find((one) => one.isThis)?.sessionId ?? '';
    const sessionId = await idOf(second.token);
    await sessions.closeOwn(database, here.accountId, sessionId);
    expect(await recognition.of(second.token)).toBeNull();
    const again: unknown = await sessions
      .closeOwn(database, here.accountId, sessionId)
      .catch((error: unknown) => error);
    expect(again).toMatchObject({ refusal: 'missing', code: 'session.missing' });
    expect(await sessions.closeOthers(database, here.accountId, here.token)).toBe(1);
    expect(await recognition.of(third.token)).toBeNull();
    expect(await recognition.of(here.token)).not.toBeNull();
  });

  test('are not another account’s to end', async () => {
    const mine = await open(right);
    const [own] = await sessions.own(database, mine.accountId, mine.token);
    const ended: unknown = await sessions
      .closeOwn(database, '01951111-1111-7111-8111-111111111111', own?.sessionId ?? '')
      .catch((error: unknown) => error);
    expect(ended).toMatchObject({ code: 'session.missing' });
    expect(await recognition.of(mine.token)).not.toBeNull();
  });
});

describe('a wrong sign-in', () => {
  test('has one answer, whether the account or the password is wrong', async () => {
    const [account, password] = [await refusal(nobody), await refusal(wrong)];
    expect(account).toMatchObject({ refusal: 'unauthenticated', code: 'session.refused' });
    expect(account.detail).toEqual(password.detail);
  });

  test('takes as long for an unknown account as for a wrong password', async () => {
    const timed = async (credentials: typeof right) => {
      const started = performance.now();
      await refusal(credentials);
      return performance.now() - started;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    // Turn and turn about, so that other work on the machine weighs on both alike.
    for (let round = 0; round < 6; round += 1) {
      known.push(await timed(wrong));
      unknown.push(await timed(nobody));
    }
    const ratio = Math.min(...unknown) / Math.min(...known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test.each([[right], [{ ...nobody, password: 'right' }]])(
    'ten times within fifteen minutes locks the account %o',
    async (credentials) => {
      const { account } = credentials;
      for (let attempt = 0; attempt < 10; attempt += 1)
        expect((await refusal({ account, password: 'no' })).code).toBe('session.refused');
      expect(await refusal(credentials)).toMatchObject({ refusal: 'too-many', code: 'session.locked' });
    },
  );

  test('is not let through by a burst: no more than ten of them are looked at', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => refusal(wrong)));
    const looked = answers.filter(({ code }) => code === 'session.refused').length;
    expect(looked).toBeLessThanOrEqual(10);
    expect((await refusal(right)).code).toBe('session.locked');
  });

  test('a hundred times from one address locks the address, whatever account is tried', async () => {
    await database.query(
      `insert into sign_in_failures (failure_id, tenant_id, account, address)
       select gen_random_uuid(), $1, 'guess-' || n, $2 from generate_series(1, 99) n`,
      [tenantId, origin.address],
    );
    expect((await refusal(nobody)).code).toBe('session.refused');
    expect(await refusal(right)).toMatchObject({ refusal: 'too-many', code: 'session.address-locked' });
    expect((await open(right, { ...origin, address: '10.0.0.8' })).token).not.toBe('');
  });

  test('is refused while too many wait, and neither counted nor looked up then', async () => {
    const waiting = fillTheQueue();
    const answer = refusal(right);
    expect(await answer).toMatchObject({ refusal: 'too-many', code: 'password.busy' });
    await waiting;
    expect(await countedTries()).toBe(0);
    expect((await open(right)).token).not.toBe('');
  });

  test('is no try where the queue filled up while it was counted', async () => {
    const waiting: Promise<unknown>[] = [];
    const flooded = Object.assign(Object.create(database) as Database, {
      query: async (...given: Parameters<Database['query']>) => {
        const rows = await database.query(...given);
        waiting.push(fillTheQueue());
        return rows;
      },
    });
    for (const credentials of [right, wrong, nobody])
      await expect(sessions.open(flooded, tenantId, credentials, origin)).rejects.toMatchObject({
        code: 'password.busy',
      });
    await Promise.all(waiting);
    expect(await countedTries()).toBe(0);
    expect((await open(right)).token).not.toBe('');
  });

  test('no longer counts where it lies more than fifteen minutes before the others', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) await refusal(wrong);
    await database.query(`update sign_in_failures set failed_at = now() - interval '16 minutes'
                           where failure_id = (select min(failure_id::text)::uuid from sign_in_failures)`);
    expect((await open(right)).token).not.toBe('');
  });

  test.each([
    ['asvs', 10, 15],
    ['mlps', 5, 30],
  ] as const)('by the profile %s, the %ith of them locks for all of %i minutes', async (profile, tries, minutes) => {
    const strict = new Sessions(operations, new SignInPolicy(profile), factors);
    const code = async (credentials: typeof right): Promise<string> =>
      strict.open(database, tenantId, credentials, { ...origin, address: null }).then(
        () => 'open',
        (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
      );
    for (let attempt = 0; attempt < tries; attempt += 1) expect(await code(wrong)).toBe('session.refused');
    // The first of them was long before the last: the lock counts from the last.
    const older = (ago: number, which: string): Promise<unknown> =>
      database.query(
        `update sign_in_failures set failed_at = failed_at - $1::int * interval '1 minute' where ${which}`,
        [ago],
      );
    await older(minutes - 2, `failure_id = (select min(failure_id::text)::uuid from sign_in_failures)`);
    await older(minutes - 1, 'true');
    expect(await code(right)).toBe('session.locked');
    await older(2, 'true');
    expect(await code(right)).toBe('open');
  });

  test('is forgotten once the right one came', async () => {
    for (let attempt = 0; attempt < 9; attempt += 1) await refusal(wrong);
    await open(right);
    expect((await refusal(wrong)).code).toBe('session.refused');
    expect((await open(right)).token).not.toBe('');
  });
});
