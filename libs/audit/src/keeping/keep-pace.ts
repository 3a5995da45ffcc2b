import type { AuditSource } from '../chain/source.js';

interface Runner {
  query(statement: string, parameters?: unknown[]): Promise<unknown>;
}

/** So far ahead of all that was written new numbers begin. */
const AHEAD = 1_000;

/**
 * A dump that is restored into another PostgreSQL brings entries with higher transaction numbers than that counts itself. Before
 * anything is written, its count is moved on, so that what comes later is sealed later. To be run as the owner of the schema.
 */
export async function keepPace(runner: Runner, sources: readonly AuditSource[]): Promise<void> {
  const last = sources.map(({ table }) => `(select coalesce(max(xact), 0) from ${table})`);
  const [row] = (await runner.query(
    `select greatest(${last.join(', ')}, (select coalesce(max(up_to_xact), 0) from audit_blocks)) as last, current_xact() as now,
       (pg_current_xact_id())::text::bigint as counted`,
  )) as { last: string; now: string; counted: string }[];
  if (!row || Number(row.now) >= Number(row.last)) return;
  const by = Number(row.last) + AHEAD - Number(row.counted);
  await runner.query(
    `create or replace function current_xact() returns bigint language sql stable parallel restricted
       return (pg_current_xact_id())::text::bigint + ${by};
     create or replace function oldest_open_xact() returns bigint language sql stable parallel restricted
       return (pg_snapshot_xmin(pg_current_snapshot()))::text::bigint + ${by};`,
  );
}
