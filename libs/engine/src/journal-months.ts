import { Injectable, Logger } from '@nestjs/common';
import type { WorkflowDefinition } from '#contracts';
import { Clock, Database, type Sql } from '#platform';
import { keepUntil, RETENTION_MONTHS } from './step-composer.js';

const CARRY = 10_000;
/** By so much the clocks of two processes may differ, and amply. */
const SKEW_MS = 3_600_000;
const PARTITION = /^journal_\d{4}_\d{2}$/;

/** What became of the months that are past. */
export interface Tidied {
  /** `YYYY-MM` of the months that went. */
  dropped: string[];
  /** Entries that went to a later month, because their case runs or ended later. */
  carried: number;
}

/**
 * Lets the journal's months go. An entry is filed under the month in which its own instant's retention ends; a case that
 * ran for long has entries in earlier months than that of its end. So before a month goes, what must stay is carried on;
 * then it is dropped as a whole, which takes no longer the more is in it.
 */
@Injectable()
export class JournalMonths {
  readonly #log = new Logger(JournalMonths.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Drops every month that is past by the product's clock; what is still to be kept is carried on first. */
  async tidy(): Promise<Tidied> {
    const tidied: Tidied = { dropped: [], carried: 0 };
    for (const partition of await this.#past()) {
      const { carried, since } = await this.#carryOn(partition);
      tidied.carried += carried;
      if (!(await this.#drop(partition, since))) continue;
      tidied.dropped.push(partition.slice('journal_'.length).replace('_', '-'));
      this.#log.log(`${partition} is past and dropped`);
    }
    return tidied;
  }

  /** The partitions whose month is over, oldest first. */
  async #past(): Promise<string[]> {
    const now = `journal_${keepUntil(this.clock.now(), 0).slice(0, 7).replace('-', '_')}`;
    const rows = await this.database.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
       WHERE h.inhparent = 'journal'::regclass ORDER BY c.relname`,
    );
    return rows.map((row) => row.name).filter((name) => PARTITION.test(name) && name < now);
  }

  /**
   * In portions, so that nobody waits for them; each is durable by itself, and what breaks off goes on the next time. `since`
   * is when the last look began, which found all that was left.
   */
  async #carryOn(partition: string): Promise<{ carried: number; since: Date }> {
    let carried = 0;
    for (;;) {
      const since = this.clock.now();
      const moved = await this.database.transaction((sql) => this.#carrySome(sql, partition));
      carried += moved;
      if (moved < CARRY) return { carried, since };
    }
  }

  async #carrySome(sql: Sql, partition: string): Promise<number> {
    const rows = await this.#kept<{ instance_id: string; seq: number; later: string }>(
      sql,
      `SELECT DISTINCT instance_id FROM ${partition}`,
      partition,
      CARRY,
    );
    if (rows.length === 0) return 0;
    for (const later of new Set(rows.map((row) => row.later))) await sql.query(`SELECT journal_month($1)`, [later]);
    // By way of the journal: only there a row moves into another month.
    await sql.query(
      `UPDATE journal j SET keep_until = r.later
       FROM jsonb_to_recordset($1::jsonb) AS r(instance_id uuid, seq integer, keep_until date, later date)
       WHERE j.instance_id = r.instance_id AND j.seq = r.seq AND j.keep_until = r.keep_until`,
      [JSON.stringify(rows)],
    );
    return rows.length;
  }

  /**
   * Nobody writes while it goes, so it goes at once or, where it would have to wait, another day. So does one whose cases
   * were taken up again since it was looked through: of these, the journal has later entries.
   */
  async #drop(partition: string, since: Date): Promise<boolean> {
    return this.database.transaction(async (sql) => {
      await sql.query(`SET LOCAL lock_timeout = '1s'`);
      await sql.query(`SET LOCAL statement_timeout = '2s'`);
      await sql.query(`SELECT journal_hold()`);
      const takenUp = `SELECT DISTINCT r.instance_id FROM journal r WHERE r.at >= '${new Date(since.getTime() - SKEW_MS).toISOString()}'`;
      if ((await this.#kept(sql, takenUp, partition, 1)).length > 0) return false;
      await sql.query(`SELECT journal_drop(to_date($1, 'YYYY_MM'))`, [partition.slice('journal_'.length)]);
      return true;
    });
  }

  /** Entries of a month whose case, one of `cases`, runs, or ended so late that its history is still to be kept. */
  #kept<Row>(sql: Sql, cases: string, partition: string, most: number): Promise<Row[]> {
    const now = this.clock.now();
    return sql.query<Row>(
      `WITH kept_for AS MATERIALIZED (
         SELECT tenant_id, workflow, version, coalesce((body -> 'retention' ->> 'months')::int, $3) AS months FROM definitions),
       lasting AS MATERIALIZED (
         SELECT instance_id, later FROM (
           SELECT i.instance_id, (date_trunc('month', coalesce(i.ended_at, $1) AT TIME ZONE 'UTC') + make_interval(months => k.months))::date AS later
           FROM (${cases}) c JOIN instances i USING (instance_id)
           JOIN kept_for k ON k.tenant_id = i.tenant_id AND k.workflow = i.workflow AND k.version = i.version) known
         WHERE later >= $2::date)
       SELECT j.instance_id, j.seq, j.keep_until::text, l.later::text FROM lasting l JOIN ${partition} j USING (instance_id) LIMIT $4`,
      [now, keepUntil(now, 0), RETENTION_MONTHS, most],
    );
  }
}

/** Whether the history of a case that ended then is no longer kept. This is a pure function. */
export function isGone(endedAt: Date, definition: WorkflowDefinition, now: Date): boolean {
  return keepUntil(endedAt, definition.retention?.months ?? RETENTION_MONTHS) < keepUntil(now, 0);
}
