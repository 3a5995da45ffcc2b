import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { migrate } from '../../apps/api/src/database.js';
import { openDatabase, type TestDatabase } from '../harness/database.js';

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await openDatabase();
  source = database.source;
});
afterAll(() => database.close());

describe('the migrations', () => {
  test('leave nothing that the entities describe otherwise', async () => {
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map((query) => query.query)).toEqual([]);
  });

  test('do no harm a second time', async () => {
    expect(await migrate(database.url)).toBe(0);
  });

  test('say whether they break older code', () => {
    for (const migration of source.migrations) expect(migration.constructor.name).toMatch(/\d{13}$/);
  });

  test('give every table of the system a tenant, but for migrations, the chain that tells of all, the sample clock, and what is counted before anybody is known', async () => {
    const without = await database.asOwner<{ table_name: string }>(
      `SELECT table_name FROM information_schema.tables t WHERE table_schema = 'public' AND NOT EXISTS (
         SELECT FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'tenant_id')
       ORDER BY 1`,
    );
    expect(without.map((row) => row.table_name)).toEqual([
      'audit_blocks',
      'migrations',
      'sample_clock',
      'throttle_buckets',
    ]);
  });

  test('guard every table that has a tenant, and the months of the journal', async () => {
    await source.query(`SELECT journal_month('2031-05-01')`);
    const open = await database.asOwner<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenants_in_scope'))`,
    );
    expect(open.map((row) => row.name)).toEqual([]);
  });
});
