import * as audit from '#audit';
import * as engine from '#engine';
import * as notifications from '#notifications';
import * as organisation from '#organisation';
import * as rectification from '#rectification';
import * as targets from '#targets';
import * as tasks from '#tasks';
import { SampleClock1700000009000, SampleClockEntity } from './sample/sample-clock.js';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** Every table of the system, described. */
export const entities = [
  ...audit.entities,
  ...organisation.entities,
  ...engine.entities,
  ...tasks.entities,
  ...notifications.entities,
  ...targets.entities,
  ...rectification.entities,
  SampleClockEntity,
];

/** Every change of the schema, oldest first. */
export const migrations = [
  ...audit.migrations,
  ...organisation.migrations,
  ...engine.migrations,
  ...tasks.migrations,
  ...notifications.migrations,
  ...targets.migrations,
  ...rectification.migrations,
  SampleClock1700000009000,
];

/** How the product speaks to its PostgreSQL: bounded waits, no schema changes but by migrations. */
export function dataSourceOptions(url: string, poolSize = 10): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize,
    applicationName: 'kaoping',
    connectTimeoutMS: 5_000,
    extra: {
      keepAlive: true,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 15_000,
    },
  };
}

/** A connection pool of its own, for commands and tests. */
export function createDataSource(url: string): DataSource {
  return new DataSource(dataSourceOptions(url, 4));
}
