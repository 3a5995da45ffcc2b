import type { Database } from '#platform';

/**
 * Waits until all that is written by now may be sealed. Other databases of the same PostgreSQL, on which other specs are at work, hold
 * it up.
 */
export async function untilSettled(database: Pick<Database, 'query'>): Promise<void> {
  const [written] = await database.query<{ now: string }>(`select current_xact() as now`);
  for (let isPast = false; !isPast;) {
    const [horizon] = await database.query<{ isPast: boolean }>(`select oldest_open_xact() > $1 as "isPast"`, [
      written?.now,
    ]);
    isPast = horizon?.isPast ?? false;
  }
}
