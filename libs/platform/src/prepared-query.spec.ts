import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { Database } from './database.js';
import { everyTenant } from './tenant-scope.js';

let database: TestDatabase;
let sql: Database;

beforeAll(async () => {
  database = await openDatabase();
  sql = new Database(database.source);
});
afterAll(async () => {
  await sql.onApplicationShutdown();
  await database.close();
});

/** One after the other in one transaction, and so on one connection. */
const onOneConnection = (statement: string, times: unknown[][]): Promise<unknown[]> =>
  sql.transaction(async (inside) => {
    const found: unknown[] = [];
    for (const values of times) found.push(await inside.prepared(statement, values));
    return found;
  });

test('a prepared statement reads alike at its first use and at every other', async () => {
  const statement = `SELECT n, $2::text[] AS words, $3::bytea AS bytes, $4::timestamptz AS at, $5::jsonb AS tree, null AS nothing
                       FROM generate_series(1, $1::integer) n`;
  const values = [['甲', 'y"z', ''], Buffer.from([0, 255]), new Date('2026-02-28T16:00:00.123Z'), { 目标: [1, null] }];
  const [words, bytes, at, tree] = values;
  const row = (n: number): object => ({ n, words, bytes, at, tree, nothing: null });
  expect(
    await onOneConnection(statement, [
      [2, ...values],
      [0, ...values],
      [1, ...values],
    ]),
  ).toEqual([[row(1), row(2)], [], [row(1)]]);
});

test('a parameter that cannot be sent is refused, and the connection serves on', async () => {
  const ring: Record<string, unknown> = {};
  ring.itself = ring;
  await sql.transaction(async (inside) => {
    await expect(inside.prepared(`SELECT $1::jsonb AS tree`, [ring])).rejects.toThrow(/circular/);
    expect(await inside.prepared(`SELECT $1::jsonb AS tree`, [{ a: 1 }])).toEqual([{ tree: { a: 1 } }]);
  });
});

test('what PostgreSQL refuses is told to whoever asked, first and later', async () => {
  const statement = `SELECT 1 / $1::integer AS part`;
  const refused = async (): Promise<unknown> => sql.prepared(statement, [0]).catch((error: unknown) => error);
  expect(await refused()).toMatchObject({ code: '22012', stack: expect.stringContaining('prepared') });
  expect(await sql.prepared(statement, [1])).toEqual([{ part: 1 }]);
  expect(await refused()).toMatchObject({ code: '22012' });
});

test('a statement without rows, and one whose columns share a name, read alike each time', async () => {
  const twice = [[1], [2]];
  expect(await onOneConnection(`SELECT FROM generate_series(1, $1::integer)`, twice)).toEqual([[{}], [{}, {}]]);
  await sql.transaction(async (inside) => {
    for (let time = 0; time < 3; time += 1)
      expect(await inside.prepared(`SET LOCAL application_name = 'a statement without columns'`)).toEqual([]);
  });
  expect(await onOneConnection(`SELECT $1::integer AS n, NULL AS n`, twice)).toEqual([[{ n: null }], [{ n: null }]]);
});

test('a connection that ends in the midst of a statement is told, and another takes its place', async () => {
  await expect(sql.prepared(`SELECT pg_terminate_backend(pg_backend_pid())`)).rejects.toThrow();
  expect(await sql.prepared(`SELECT 1 AS n`)).toEqual([{ n: 1 }]);
});

test('COPY is refused as any other statement would be', async () => {
  await database.asOwner(`CREATE TABLE copied (n integer); GRANT ALL ON copied TO PUBLIC`);
  await expect(sql.prepared(`COPY copied FROM STDIN`)).rejects.toMatchObject({ code: '57014' });
  expect(await sql.prepared(`SELECT n FROM copied`)).toEqual([]);
});

test('a table that changed under a prepared statement costs one refusal, and never a row read as another', async () => {
  await database.asOwner(
    `CREATE TABLE shapes (a text); GRANT SELECT ON shapes TO PUBLIC; INSERT INTO shapes VALUES ('x')`,
  );
  const read = (): Promise<unknown> => sql.prepared(`SELECT * FROM shapes`);
  expect(await read()).toEqual([{ a: 'x' }]);
  await database.asOwner(`ALTER TABLE shapes ADD COLUMN b text DEFAULT 'y'`);
  await expect(read()).rejects.toMatchObject({ code: '0A000' });
  expect(await read()).toEqual([{ a: 'x', b: 'y' }]);
});

test('many prepared statements at one time have each their own rows', async () => {
  const asked = Array.from({ length: 50 }, (_, n) => n);
  const found = await everyTenant(() =>
    Promise.all(asked.map((n) => sql.prepared(`SELECT $1::integer AS n, ${n % 3} AS kind`, [n]))),
  );
  expect(found).toEqual(asked.map((n) => [{ n, kind: n % 3 }]));
});
