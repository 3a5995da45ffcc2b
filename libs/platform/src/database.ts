import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Client, Pool, type PoolClient } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { PreparedQuery } from './prepared-query.js';
import type { Sql } from './sql.js';
import { currentScope, scopeText } from './tenant-scope.js';

/** Connections for prepared statements, of each kind: enough for every self-clocking batch, few enough that batches form. */
const LANES = 6;

/**
 * Sessions are looked up among all tenants, what follows is done for one: on the same connections each request would have
 * them change twice what they show, a trip each time.
 */
type Lanes = Record<'every' | 'some', Pool>;

const REOPEN_MS = 2_000;

/**
 * Plans of prepared statements are made once and must not depend on how full a table was then: each looks rows up by an
 * index, whatever the size.
 */
const STABLE_PLANS = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off';

/** Which tenants' rows each connection shows just now; one that is not in here shows what it was opened with. */
const shown = new WeakMap<object, string>();

/**
 * PostgreSQL as the libs use it: single statements, and transactions that are passed on as an `Sql`. Whatever passes here
 * sees and writes only rows of the tenants in scope (`withinTenants`): a transaction those of its begin.
 */
@Injectable()
export class Database implements Sql {
  #lanes: Lanes | null = null;

  constructor(private readonly source: DataSource) {}

  async query<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    const runner = this.source.createQueryRunner();
    try {
      await showScope((await runner.connect()) as PoolClient);
      return await rowsOf<Row>(runner, statement, parameters);
    } finally {
      await runner.release();
    }
  }

  async prepared<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    this.#lanes ??= { every: this.#openLanes(), some: this.#openLanes() };
    const client = await this.#lanes[currentScope() === 'every' ? 'every' : 'some'].connect();
    try {
      await showScope(client);
      const rows = await preparedOn<Row>(client, statement, parameters);
      client.release();
      return rows;
    } catch (error) {
      // What state it is in nobody knows: another takes its place.
      client.release(true);
      throw error;
    }
  }

  /** Runs the work in one transaction: committed when it resolves, undone when it throws. */
  async transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      // Before it begins: what a transaction sets is undone with it.
      await showScope((await runner.connect()) as PoolClient);
      await runner.startTransaction();
      try {
        const result = await work({
          query: (statement, parameters = []) => rowsOf(runner, statement, parameters),
          prepared: async (statement, parameters = []) =>
            preparedOn((await runner.connect()) as PoolClient, statement, parameters),
        });
        await runner.commitTransaction();
        return result;
      } catch (error) {
        // The work failed: nothing of it may stay. The error itself is the caller's.
        if (runner.isTransactionActive) await runner.rollbackTransaction();
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  /**
   * Calls back at every notice on a channel, over a connection of its own, until the returned function is called. A
   * connection that breaks is opened again; what was said meanwhile is not heard.
   */
  async listen(channel: string, onNotice: () => void): Promise<() => Promise<void>> {
    let isOver = false;
    let client: Client | null = null;
    const open = async (): Promise<void> => {
      const next = new Client({
        connectionString: this.#url,
        options: this.#startOptions,
        application_name: 'kaoping bell',
        keepAlive: true,
      });
      next.on('notification', onNotice);
      // Its end follows, and opens another.
      next.on('error', () => undefined);
      next.on('end', () => {
        if (!isOver) setTimeout(() => void open().catch(() => undefined), REOPEN_MS).unref();
      });
      client = next;
      await next.connect();
      await next.query(`LISTEN ${next.escapeIdentifier(channel)}`);
    };
    await open();
    return async () => {
      isOver = true;
      await client?.end();
    };
  }

  get #url(): string {
    const { options } = this.source;
    if (options.type !== 'postgres' || options.url === undefined) throw new Error('the database has no address');
    return options.url;
  }

  /** What every connection is opened with: its role, and what it shows while nobody says more. */
  get #startOptions(): string {
    const { options } = this.source;
    return options.type === 'postgres' ? ((options.extra as { options?: string }).options ?? '') : '';
  }

  /** Ends the connections of its own; those of the data source are the data source's. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.#lanes?.every.end(), this.#lanes?.some.end()]);
    this.#lanes = null;
  }

  #openLanes(): Pool {
    const lanes = new Pool({
      connectionString: this.#url,
      max: LANES,
      options: `${this.#startOptions} ${STABLE_PLANS}`,
      application_name: 'kaoping lanes',
      connectionTimeoutMillis: 5_000,
      statement_timeout: 8_000,
      // A connection that swallows what it is told is given up.
      query_timeout: 9_000,
      keepAlive: true,
      // A process that has nothing else to do may end.
      allowExitOnIdle: true,
    });
    // A connection that breaks while it idles is replaced by the next query; only its silence would be an error.
    lanes.on('error', () => undefined);
    lanes.on('connect', (client) => client.on('error', () => undefined));
    return lanes;
  }
}

/** Lets the connection show the rows of the work under way; hardly ever a trip of its own, for most work is one tenant's. */
async function showScope(client: PoolClient): Promise<void> {
  const scope = currentScope();
  const wanted = scope === null ? undefined : scopeText(scope);
  if (shown.get(client) === wanted) return;
  // Unknown until it is done: a connection that fails here is asked again.
  shown.delete(client);
  if (wanted === undefined) {
    await client.query(`RESET kaoping.tenants`);
    return;
  }
  await client.query({ name: 'scope', text: `SELECT set_config('kaoping.tenants', $1, false)`, values: [wanted] });
  shown.set(client, wanted);
}

/** Prepared on its connection at its first use. */
function preparedOn<Row>(client: PoolClient, text: string, values: unknown[]): Promise<Row[]> {
  const rows = new Promise<Row[]>((resolve, reject) => {
    client.query(
      new PreparedQuery<Row>(client, { name: nameOf(text), text, values }, (error, found) => {
        if (error) reject(error);
        else resolve(found);
      }),
    );
  });
  return rows.catch((error: unknown) => {
    // The stack that came with it leads to the socket; this one to who asked.
    if (error instanceof Error) Error.captureStackTrace(error);
    throw error;
  });
}

const names = new Map<string, string>();

/** The name under which every connection knows a prepared statement. */
function nameOf(statement: string): string {
  const known = names.get(statement);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(statement).digest('base64url');
  names.set(statement, name);
  return name;
}

/** TypeORM answers `[rows, count]` for UPDATE and DELETE; here rows are always rows. */
async function rowsOf<Row>(runner: QueryRunner, statement: string, parameters: unknown[]): Promise<Row[]> {
  const result = await runner.query(statement, parameters, true);
  return result.records as Row[];
}
