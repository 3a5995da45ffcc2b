import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Problem } from '#contracts';
import { Traffic } from '../../apps/api/src/throttle/traffic.js';
import { Product } from '../bench/product.js';
import { openDatabase, type TestDatabase } from '../harness/database.js';
import { Office, Person, type Reply } from './office.js';

const EMPTY = { SAMPLE: 'none', ROLE: 'api' };

let database: TestDatabase;
const running: Product[] = [];

beforeAll(async () => {
  database = await openDatabase();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((product) => product.stop()));
});
afterAll(() => database.close());

async function start(more: Record<string, string> = {}): Promise<Product> {
  const product = await Product.start(database.url, { ...EMPTY, ...more });
  running.push(product);
  return product;
}

const refusal = ({ status, body }: Reply<Problem>): [number, string] => [status, body.code];

/** Until a statement has an answer. */
async function until(statement: string): Promise<void> {
  while ((await database.source.query<unknown[]>(statement)).length === 0);
}

function trySetupCode(address: string): Promise<Reply<Problem>> {
  return new Person(address).post<Problem>('/api/setup', {
    code: 'AAAAA-AAAAA-AAAAA-AAAAA',
    organisation: '某市',
    office: '考评办',
    account: 'administrator',
    email: 'administrator@example.org',
    password: 'long-enough-2017',
  });
}

describe('two processes on one database', () => {
  test('count set-up codes together, say how long to wait, and forget nothing when they start anew', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    const tried = await Promise.all(
      Array.from({ length: 24 }, (_, no) => trySetupCode((no % 2 === 0 ? one : other).address)),
    );
    const answers = tried.map(refusal).map(([status, code]) => `${status} ${code}`);
    expect(answers.filter((answer) => answer === '403 setup.code')).toHaveLength(20);
    expect(answers.filter((answer) => answer === '429 setup.too-many')).toHaveLength(4);
    const refused = tried.find(({ status }) => status === 429);
    const wait = Number(refused?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(30);
    expect(wait).toBeLessThanOrEqual(45);
    expect(refused?.body.params).toEqual({ retryAfterSeconds: wait });
    expect(refused?.body.detail).toEqual({
      zh: `从您所在的网络地址试过的设置码过多。请等 ${wait} 秒后再试。`,
      en: `Too many set-up codes were tried from your network address. Try again in ${wait} seconds.`,
    });

    await Promise.all(running.splice(0).map((product) => product.stop()));
    const again = await start();
    expect(refusal(await trySetupCode(again.address))).toEqual([429, 'setup.too-many']);
  });

  test('count all requests of an address together: where one has used it up, the other stops soon', async () => {
    const few = { REQUESTS_PER_MINUTE: '20' };
    const [one, other] = await Promise.all([start(few), start(few)]);
    const ask = async (product: Product): Promise<number> =>
      (await new Person(product.address).get('/api/setup')).status;
    const first = await Promise.all(Array.from({ length: 220 }, () => ask(one)));
    // 200 at once from one address, and what drained meanwhile.
    const admitted = first.filter((status) => status === 200).length;
    expect(admitted).toBeGreaterThanOrEqual(200);
    expect(admitted).toBeLessThan(215);
    expect(new Set(first)).toEqual(new Set([200, 429]));

    for (let time = 0; time < 25; time += 1) expect(await ask(other)).toBe(200);
    await until(`SELECT FROM throttle_buckets WHERE kind = 'address' AND empty_at > now() + interval '63 s'`);
    const after = [await ask(other), await ask(other), await ask(other)];
    expect(after.at(-1)).toBe(429);
  });
});

describe('the office', () => {
  let office: Office;

  beforeAll(async () => {
    office = await Office.open({ REQUESTS_PER_MINUTE: '60', TRUSTED_PROXIES: '192.0.2.1' });
  });
  afterAll(() => office.close());

  const buckets = (kind: string): Promise<unknown[]> =>
    office.query(`SELECT 1 FROM throttle_buckets WHERE kind = $1`, [kind]);

  test('asks PostgreSQL nothing for who asks little, and bounds a session without touching another', async () => {
    const [busy, quiet] = [await office.person('hz-hbj.operator'), await office.person('hz-hbj.leader')];
    for (let time = 0; time < 5; time += 1) expect((await quiet.get('/api/clock')).status).toBe(200);
    await office.app.get(Traffic).settle();
    expect(await buckets('session')).toEqual([]);
    let admitted = 0;
    let last: Reply<Problem>;
    for (;;) {
      last = await busy.get<Problem>('/api/clock');
      if (last.status !== 200) break;
      admitted += 1;
    }
    expect(refusal(last)).toEqual([429, 'request.too-many']);
    expect(last.headers.get('retry-after')).toBe('1');
    expect(admitted).toBeGreaterThanOrEqual(60);
    expect((await quiet.get('/api/clock')).status).toBe(200);
    await office.app.get(Traffic).settle();
    expect(await buckets('session')).toHaveLength(1);
  });

  test('believes nobody but the proxy that was named where a request came from', async () => {
    const comment = (no: number): Promise<Reply<Problem>> =>
      new Person(office.address).post<Problem>('/api/public/comments', {}, { 'x-forwarded-for': `203.0.113.${no}` });
    for (let no = 1; no <= 20; no += 1) expect(refusal(await comment(no))[0]).toBe(422);
    expect(refusal(await comment(21))).toEqual([429, 'comment.too-many']);
    expect(await buckets('comment')).toHaveLength(1);
  });

  test('keeps no more buckets than are in use, and no address in them', async () => {
    const used = `INSERT INTO throttle_buckets SELECT 'comment', decode(lpad(to_hex(n), 32, '0'), 'hex'), now() - interval '1 s' FROM generate_series(1, 55) n`;
    await office.query(used);
    const operator = await office.person('hz-hbj.operator');
    for (let time = 0; time < 3; time += 1) await operator.post('/api/tasks/answers', {});
    expect(await buckets('comment')).toHaveLength(1);
    expect(await buckets('bulk')).toHaveLength(1);
    const rows = await office.query<{ all: string }>(`SELECT string_agg(t::text, ' ') AS all FROM throttle_buckets t`);
    expect(rows[0]?.all).not.toContain('127.0.0.1');
  });
});
