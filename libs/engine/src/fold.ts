import type { Sql } from '#platform';
import type { Subject } from '#statechart';

/**
 * Where a case stood after one step of its history, and what it knew; null where there is no such step, or where what
 * came before it is not kept any more.
 */
export async function positionAt(
  sql: Sql,
  instanceId: string,
  seq: number,
): Promise<{ states: string[]; subject: Subject } | null> {
  const entries = await sql.query<{ seq: number; to_states: string[]; changed: Record<string, unknown> }>(
    `SELECT seq, to_states, changed FROM journal WHERE instance_id = $1 AND seq <= $2 ORDER BY seq`,
    [instanceId, seq],
  );
  const last = entries.at(-1);
  if (last?.seq !== seq || entries.length !== seq) return null;
  return { states: last.to_states, subject: Object.assign({}, ...entries.map((entry) => entry.changed)) as Subject };
}
