interface Runner {
  query(statement: string): Promise<unknown>;
}

/**
 * A dump that is restored into another PostgreSQL brings places ahead of the numbers that its transactions have (`keepPace` of the
 * audit goes first): what is written there would lie before them, and never be told. They go back to where it begins.
 */
export async function keepPlaces(runner: Runner): Promise<void> {
  await runner.query(
    `UPDATE webhooks SET first_xact = least(first_xact, horizon), told_xact = least(told_xact, horizon),
       told_instance = CASE WHEN told_xact < horizon THEN told_instance ELSE '00000000-0000-0000-0000-000000000000' END,
       told_seq = CASE WHEN told_xact < horizon THEN told_seq ELSE 0 END
     FROM (SELECT xmin + ahead AS horizon, pg_snapshot_xmax(now)::text::bigint + ahead AS next FROM (
       SELECT now, pg_snapshot_xmin(now)::text::bigint AS xmin, oldest_open_xact() - pg_snapshot_xmin(now)::text::bigint AS ahead
       FROM (SELECT pg_current_snapshot() AS now) s) counted) here
     WHERE told_xact > horizon OR first_xact > next`,
  );
}
