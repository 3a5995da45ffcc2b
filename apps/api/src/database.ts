import * as audit from '#audit';
import * as engine from '#engine';
import * as notifications from '#notifications';
import * as organisation from '#organisation';
import * as rectification from '#rectification';
import * as targets from '#targets';
import * as tasks from '#tasks';
import * as webhooks from '#webhooks';
import { auditSources } from './audit-trail.js';
import { APP_ROLE, RowLevelSecurity1700000040000 } from './row-level-security.js';
import { SampleClock1700000009000, SampleClockEntity } from './sample/sample-clock.js';
import { ThrottleBucketEntity, ThrottleBuckets1700000035000 } from './throttle/throttle-bucket.entity.js';
import { UploadEntity, Uploads1700000036000 } from './uploads/upload.entity.js';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** Every table of the system, described. */
export const entities = [
  ...audit.entities,
  ...organisation.entities,
  ...engine.entities,
  ...tasks.entities,
  ...notifications.entities,
  ...webhooks.entities,
  ...targets.entities,
  ...rectification.entities,
  SampleClockEntity,
  ThrottleBucketEntity,
  UploadEntity,
];

/** Every change of the schema, oldest first. */
export const migrations = [
  ...audit.migrations,
  ...organisation.migrations,
  ...engine.migrations,
  ...tasks.migrations,
  ...notifications.migrations,
  ...webhooks.migrations,
  ...targets.migrations,
  ...rectification.migrations,
  SampleClock1700000009000,
  RowLevelSecurity1700000040000,
  ThrottleBuckets1700000035000,
  Uploads1700000036000,
];

/** Any number will do, as long as every process takes the same. */
const MIGRATION_LOCK = 2017_0103;

/**
 * How the product speaks to its PostgreSQL: as the role that owns nothing, with bounded waits. A connection shows no
 * tenant's rows by itself; what each piece of work may see is said in `withinTenants`.
 */
export function dataSourceOptions(url: string, poolSize = 10): DataSourceOptions {
  return options(url, poolSize, `-c role=${APP_ROLE}`);
}

/** A connection pool of its own, for commands and tests: it shows every tenant's rows. */
export function createDataSource(url: string): DataSource {
  return new DataSource(options(url, 4, `-c role=${APP_ROLE} -c kaoping.tenants=*`));
}

/** Brings the schema up to date, as the owner of the tables; processes that start at the same time do it one after the other. */
export async function migrate(ownerUrl: string): Promise<number> {
  const source = await new DataSource(options(ownerUrl, 2, '-c kaoping.tenants=*')).initialize();
  try {
    const runner = source.createQueryRunner();
    await runner.query(`SET statement_timeout = 0`);
    await runner.query(`SELECT pg_advisory_lock($1)`, [MIGRATION_LOCK]);
    const applied = await source.runMigrations();
    await audit.keepPace(runner, auditSources);
    await webhooks.keepPlaces(runner);
    await runner.release();
    return applied.length;
  } finally {
    await source.destroy();
  }
}

function options(url: string, poolSize: number, startOptions: string): DataSourceOptions {
  // What the address itself asks for is kept: its parameter would take the place of ours.
  const address = new URL(url);
  const given = address.searchParams.get('options');
  address.searchParams.delete('options');
  return {
    type: 'postgres',
    url: address.href,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize,
    applicationName: 'kaoping',
    connectTimeoutMS: 5_000,
    extra: {
      options: [startOptions, ...(given === null ? [] : [given])].join(' '),
      keepAlive: true,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 15_000,
    },
  };
}
