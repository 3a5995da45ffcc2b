import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '#platform';
import type { DataSource, QueryRunner } from 'typeorm';
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

  test('taken back, leave no set-up code of a district as one for the first set-up', async () => {
    const migration = source.migrations.find(({ constructor }) => constructor.name.startsWith('SetupCodesOfTenants'));
    if (!migration) throw new Error('the migration is gone');
    const runner = { query: (statement: string) => database.asOwner(statement) } as unknown as QueryRunner;
    const tenantId = newId();
    await database.asOwner(`INSERT INTO tenants (tenant_id, code, name_zh, name_en) VALUES ($1, 'xihu', 'x', 'x')`, [
      tenantId,
    ]);
    await database.asOwner(`INSERT INTO setup_codes (code_hash, tenant_id) VALUES ('first', NULL), ('district', $1)`, [
      tenantId,
    ]);
    await migration.down(runner);
    const left = await database.asOwner<{ code: Buffer }>(`SELECT code_hash AS code FROM setup_codes`);
    await migration.up(runner);
    expect(left.map(({ code }) => code.toString())).toEqual(['first']);
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
