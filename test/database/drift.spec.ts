import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
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
    expect(await source.runMigrations()).toEqual([]);
  });

  test('say whether they break older code', () => {
    for (const migration of source.migrations) expect(migration.constructor.name).toMatch(/\d{13}$/);
  });

  test('give every table of the system a tenant, but for migrations, the sample clock and the code that makes the first', async () => {
    const without = await source.query<{ table_name: string }[]>(
      `SELECT table_name FROM information_schema.tables t WHERE table_schema = 'public' AND NOT EXISTS (
         SELECT FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name = t.table_name AND c.column_name = 'tenant_id')
       ORDER BY 1`,
    );
    expect(without.map((row) => row.table_name)).toEqual(['migrations', 'sample_clock', 'setup_codes']);
  });
});
