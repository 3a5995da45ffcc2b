import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  ChainVerifier,
  Checkpoints,
  OperationLog,
  Purge,
  Resumption,
  Sealer,
  type AuditSettings,
  type Verdict,
} from '#audit';
import { Database, Foreground, newId, TestClock } from '#platform';
import { auditSources } from '../../apps/api/src/audit-trail.js';
import { createDataSource } from '../../apps/api/src/database.js';
import { openDatabase, type TestDatabase } from '../harness/database.js';
import { untilSettled } from '../harness/until-settled.js';

export const TENANT = randomUUID();

/** A database with its audit trail, and a folder of checkpoints outside it. */
export class Trail {
  readonly clock = new TestClock('2026-11-26T09:00:00+08:00');
  readonly log = new OperationLog();
  readonly settings: Pick<AuditSettings, keyof AuditSettings>;
  database: Database;
  checkpoints: Checkpoints;

  private constructor(
    private scratch: TestDatabase,
    readonly folder: string,
    more: Partial<AuditSettings>,
  ) {
    this.settings = {
      algorithm: 'sha256',
      keyFolder: join(folder, 'audit'),
      checkpointFile: join(folder, 'elsewhere', 'checkpoints.jsonl'),
      keptMonths: 36,
      ...more,
    };
    this.database = new Database(scratch.source);
    this.checkpoints = new Checkpoints(this.settings);
  }

  static async open(more: Partial<AuditSettings> = {}): Promise<Trail> {
    const trail = new Trail(await openDatabase(), await mkdtemp(join(tmpdir(), 'kaoping-audit-')), more);
    await trail.database.query(`select journal_month('2036-11-01')`);
    return trail;
  }

  async close(): Promise<void> {
    await this.database.onApplicationShutdown();
    await this.scratch.close();
    await rm(this.folder, { recursive: true });
  }

  get url(): string {
    return this.scratch.url;
  }

  /** A sealer as a process that has just started has one. */
  sealer(database = this.database, settings = this.settings): Sealer {
    return new Sealer(database, auditSources, settings, new Checkpoints(settings), new Foreground());
  }

  /** Seals all that is written by now; answers how many entries that were. */
  async seal(settings = this.settings, database = this.database): Promise<number> {
    await untilSettled(database);
    return this.sealer(database, settings).seal();
  }

  verify(database = this.database): Promise<Verdict> {
    return new ChainVerifier(database, auditSources, new Checkpoints(this.settings), this.clock).verify();
  }

  purge(): Promise<unknown> {
    return new Purge(this.database, this.settings, this.checkpoints, this.clock).run();
  }

  resume(reason: string): Promise<number> {
    return new Resumption(this.database, this.checkpoints).resume(reason);
  }

  /** As the owner of the tables, who may do what the application may not. */
  asOwner<Row = unknown>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.scratch.asOwner<Row>(statement, parameters);
  }

  /** Writes operations and journal entries, a transaction for every two; answers the number of entries. */
  async write(transactions: number): Promise<number> {
    for (let no = 0; no < transactions; no += 1)
      await this.database.transaction(async (sql) => {
        await this.log.note(sql, {
          tenantId: TENANT,
          action: 'export.made',
          object: { kind: 'list', id: `第 ${no} 号` },
          details: { 行数: no, z: 1, a: [null, 'é', 'e\u0301', '\u{20000}'], 小数: 0.1 },
          actor: { accountId: randomUUID(), account: '市考评办经办人', post: 'office.officer', unitId: randomUUID() },
        });
        await sql.query(
          `insert into journal (instance_id, seq, keep_until, tenant_id, at, kind, event, sent, version, from_states, to_states, actor_id, actor_post,
             actor_unit, on_behalf_of, task_id, opinion, reason, given, changed)
           values ($1, 1, '2036-11-01', $2, clock_timestamp(), 'answer', 'pass', 'pass', 3, '{drafting}', '{officeReview,"a b"}', $3, 'office.officer', $4, $5, $6,
             '同意。“甲”\\n乙', '理由', '{"b": 1.10, "a": "x"}', '{"金额": 12345678901234567890.5}')`,
          [newId(), TENANT, randomUUID(), randomUUID(), randomUUID(), randomUUID()],
        );
      });
    return transactions * 2;
  }

  /** The entry with this number: its table, and the condition that finds it. */
  async entry(seq: number): Promise<{ source: string; key: string; table: string; where: string }> {
    const [row] = await this.database.query<{ line: string }>(
      `select split_part(lines, E'\\n', ($1 - first_seq + 1)::int) as line from audit_blocks where $1 between first_seq and last_seq`,
      [seq],
    );
    const [source = '', key = ''] = (row?.line ?? '').split(' ');
    const [id = '', no = ''] = key.split('/');
    return source === 'journal'
      ? { source, key, table: 'journal', where: `instance_id = '${id}' and seq = ${no}` }
      : { source, key, table: 'operation_log', where: `entry_id = '${id}'` };
  }

  /** The same database, to whose sessions it is so much earlier. */
  async asOf(ago: string): Promise<{ database: Database; close(): Promise<void> }> {
    await this.asOwner(`create schema past`);
    await this.asOwner(`grant usage on schema past to kaoping_app`);
    await this.asOwner(
      `create function past.now() returns timestamptz language sql stable return pg_catalog.now() - interval '${ago}'`,
    );
    const url = new URL(this.url);
    url.searchParams.set('options', '-c kaoping.tenants=* -c search_path=past,pg_catalog,public');
    const source = await createDataSource(url.href).initialize();
    return { database: new Database(source), close: () => source.destroy() };
  }

  /** A copy of the database as it stands: the backup of the night. */
  async copied(): Promise<{ database: Database; close(): Promise<void> }> {
    const name = `kaoping_${randomUUID().replaceAll('-', '')}`;
    const own = new URL(this.url).pathname.slice(1);
    await this.scratch.source.destroy();
    const other = new URL(this.url);
    other.pathname = '/postgres';
    const admin = new Client({ connectionString: other.href });
    await admin.connect();
    await admin.query(`create database ${name} template ${own}`);
    const source = createDataSource(this.url);
    this.scratch = { ...this.scratch, source: await source.initialize() };
    this.database = new Database(source);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    const copy = await createDataSource(url.href).initialize();
    const close = async (): Promise<void> => {
      await copy.destroy();
      await admin.query(`drop database ${name}`);
      await admin.end();
    };
    return { database: new Database(copy), close };
  }
}
