import { randomUUID } from 'node:crypto';
import { Client, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, migrate } from '../../apps/api/src/database.js';
import { testRun } from './test-run.js';

const template = 'kaoping_template';
// Any number will do, as long as every worker of the run takes the same.
const templateLock = 20170103;

/** A database of its own for one spec file, migrated and empty. */
export interface TestDatabase {
  /** Its connections show every tenant's rows where the work says nothing of tenants. */
  url: string;
  source: DataSource;
  /** Runs a statement as the owner of the tables, for whom neither the policies nor the missing rights of the application hold. */
  asOwner<Row = unknown>(statement: string, parameters?: unknown[]): Promise<Row[]>;
  /** Disconnects everybody and drops the database. */
  close(): Promise<void>;
}

/** Opens a fresh copy of the migrated template; the first of a run makes the template. */
export async function openDatabase(): Promise<TestDatabase> {
  const name = `kaoping_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(async (admin) => {
    await ensureTemplate(admin);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = urlOf(name);
  const source = await createDataSource(url).initialize();
  const owner = new Pool({ connectionString: url, max: 1, allowExitOnIdle: true });
  // `end` does not wait until its connection is closed: dropping the database may still end that.
  owner.on('error', () => undefined);
  const close = async (): Promise<void> => {
    await owner.end();
    if (source.isInitialized) await source.destroy();
    await asAdmin((admin) => drop(admin, name));
  };
  return {
    url: `${url}?options=${encodeURIComponent('-c kaoping.tenants=*')}`,
    source,
    asOwner: async <Row>(statement: string, parameters: unknown[] = []) =>
      (await owner.query(statement, parameters)).rows as Row[],
    close,
  };
}

async function ensureTemplate(admin: Client): Promise<void> {
  await admin.query('SELECT pg_advisory_lock($1)', [templateLock]);
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount === 0) await makeTemplate(admin);
  await admin.query('SELECT pg_advisory_unlock($1)', [templateLock]);
}

/** The template gets its name last, so that one whose migrations failed is never copied. */
async function makeTemplate(admin: Client): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await drop(admin, unfinished);
  await admin.query(`CREATE DATABASE ${unfinished}`);
  await migrate(urlOf(unfinished));
  await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
}

/**
 * Without FORCE: that would also end PostgreSQL's own autovacuum there, which only a superuser may; a plain DROP sends it
 * away by itself.
 */
async function drop(admin: Client, name: string): Promise<void> {
  await admin.query(
    // Ten seconds for each to end, in milliseconds: a plain DROP waits for five.
    'SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user',
    [name],
  );
  await admin.query(`DROP DATABASE IF EXISTS ${name}`);
}

async function asAdmin<Result>(work: (admin: Client) => Promise<Result>): Promise<Result> {
  const admin = new Client({ connectionString: testRun.databaseUrl });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(testRun.databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
}
