import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Database, everyTenant, MicroBatch, narrowTo, newId, withinTenants } from '#platform';
import { dataSourceOptions } from '../../apps/api/src/database.js';
import { openDatabase, type TestDatabase } from '../harness/database.js';

let opened: TestDatabase;
let source: DataSource;
/** As the product opens it: a connection shows nothing by itself. */
let database: Database;
const [ONE, OTHER] = [newId(), newId()];
const count = `SELECT count(*)::int AS n FROM units`;

beforeAll(async () => {
  opened = await openDatabase();
  const url = new URL(opened.url);
  url.search = '';
  source = await new DataSource(dataSourceOptions(url.href, 3)).initialize();
  database = new Database(source);
  for (const tenantId of [ONE, OTHER])
    await opened.asOwner(`INSERT INTO tenants (tenant_id, code, name_zh, name_en) VALUES ($1, $2, '某市', 'A city')`, [
      tenantId,
      `city-${tenantId}`,
    ]);
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await source.destroy();
  await opened.close();
});

const addUnit = (tenantId: string): Promise<unknown> =>
  database.query(
    `INSERT INTO units (unit_id, tenant_id, code, name, unit_type) VALUES ($1, $2, $3, '某局', 'department')`,
    [newId(), tenantId, newId()],
  );
const seen = async (how: 'query' | 'prepared'): Promise<number> =>
  (await database[how]<{ n: number }>(count))[0]?.n ?? -1;
const refused = 'new row violates row-level security policy';

describe('work within a tenant', () => {
  beforeAll(async () => {
    await withinTenants([ONE], () => addUnit(ONE));
    for (let unit = 0; unit < 2; unit += 1) await withinTenants([OTHER], () => addUnit(OTHER));
  });

  test.each(['query', 'prepared'] as const)('sees its rows alone (%s)', async (how) => {
    const counts = await Promise.all([
      withinTenants([ONE], () => seen(how)),
      withinTenants([OTHER], () => seen(how)),
      withinTenants([ONE, OTHER], () => seen(how)),
      everyTenant(() => seen(how)),
      withinTenants([], () => seen(how)),
      seen(how),
    ]);
    expect(counts).toEqual([1, 2, 3, 3, 0, 0]);
  });

  test('writes its rows alone, and what it cannot see it cannot change', async () => {
    await expect(withinTenants([ONE], () => addUnit(OTHER))).rejects.toThrow(refused);
    await expect(addUnit(ONE)).rejects.toThrow(refused);
    const changed = (scope: string): Promise<unknown[]> =>
      withinTenants([scope], () =>
        database.query(`UPDATE units SET name = '改名' WHERE tenant_id = $1 RETURNING unit_id`, [OTHER]),
      );
    expect(await changed(ONE)).toEqual([]);
    expect(await changed(OTHER)).toHaveLength(2);
    expect(await withinTenants([ONE], () => database.query(`DELETE FROM units WHERE tenant_id = $1`, [OTHER]))).toEqual(
      [],
    );
    await expect(
      withinTenants([ONE], () => database.query(`UPDATE units SET tenant_id = $1 WHERE tenant_id = $2`, [OTHER, ONE])),
    ).rejects.toThrow(refused);
  });

  test('keeps to its tenant for a whole transaction, and leaves nothing of it to the next on the connection', async () => {
    const inTransaction = (): Promise<number> =>
      database.transaction(async (sql) => (await sql.query<{ n: number }>(count))[0]?.n ?? -1);
    const undone = database
      .transaction(async (sql) => {
        await sql.query(count);
        throw new Error('undone');
      })
      .catch(() => undefined);
    await withinTenants([OTHER], () => undone);
    // More at once than there are connections, so that each is used by every tenant.
    const rounds = Array.from({ length: 30 }, (_, round) =>
      round % 3 === 0
        ? withinTenants([ONE], inTransaction)
        : round % 3 === 1
          ? withinTenants([OTHER], inTransaction)
          : inTransaction(),
    );
    expect(await Promise.all(rounds)).toEqual(Array.from({ length: 30 }, (_, round) => [1, 2, 0][round % 3]));
  });

  test('is for the tenants of all callers where many are served together, whoever came first', async () => {
    const batch = new MicroBatch<string, number>(
      async (tenants) => {
        const rows = await database.prepared<{ tenant_id: string; n: number }>(
          `SELECT tenant_id, count(*)::int AS n FROM units GROUP BY tenant_id`,
        );
        return tenants.map((tenant) => rows.find((row) => row.tenant_id === tenant)?.n ?? 0);
      },
      { lanes: 1, most: 10 },
    );
    const counts = await Promise.all([
      withinTenants([ONE], () => batch.add(ONE)),
      withinTenants([OTHER], () => batch.add(OTHER)),
    ]);
    expect(counts).toEqual([1, 2]);
    const alone = await withinTenants([ONE], () => batch.add(OTHER));
    expect(alone).toBe(0);
  });

  test('is narrowed once it is known who asks, for what follows and not for others', async () => {
    const asked = withinTenants([], async () => {
      const before = await seen('prepared');
      narrowTo(OTHER);
      return [before, await seen('prepared'), await seen('query')];
    });
    expect(await asked).toEqual([0, 2, 2]);
    expect(await seen('query')).toBe(0);
    expect(() => narrowTo(ONE)).toThrow('no work was begun');
  });
});

describe('the application’s role', () => {
  test.each([
    ['UPDATE journal SET opinion = $1', ['改写']],
    ['DELETE FROM journal', []],
    ['TRUNCATE journal', []],
    ['DROP TABLE units', []],
    ['ALTER TABLE units DISABLE ROW LEVEL SECURITY', []],
    ['DROP POLICY tenants_in_scope ON units', []],
    ['CREATE TABLE own (id integer)', []],
    [`DELETE FROM migrations`, []],
  ])('may not: %s', async (statement, parameters) => {
    await expect(everyTenant(() => database.query(statement, parameters))).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  test('does not drop a month of the journal that is not over', async () => {
    await database.query(`SELECT journal_month('2099-01-01')`);
    await expect(database.query(`SELECT journal_drop('2099-01-01')`)).rejects.toThrow('is not over');
    await expect(database.query(`DELETE FROM journal_2099_01`)).rejects.toThrow('permission denied');
  });
});
