import type { Sql } from '#platform';
import { desksOf, type Reader } from './reader.js';

/** Remembers that the reader worked on their open tasks of a case: whoever drafts counts as an actor of that state. */
export async function noteHand(sql: Sql, reader: Reader, instanceId: string): Promise<void> {
  await sql.query(
    `INSERT INTO task_hands (task_id, account_id, tenant_id, instance_id, state)
     SELECT task_id, $2, tenant_id, instance_id, state FROM tasks
     WHERE instance_id = $1 AND tenant_id = $3 AND desk = ANY ($4) AND status = 'open'
     ON CONFLICT DO NOTHING`,
    [instanceId, reader.accountId, reader.tenantId, desksOf(reader)],
  );
}

/** Whether the reader acted, or worked, in one of the states of a case. */
export async function hadHandIn(sql: Sql, reader: Reader, instanceId: string, states: string[]): Promise<boolean> {
  const [acted] = await sql.query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM journal WHERE instance_id = $1 AND actor_id = $2 AND from_states && $3::text[])
       OR EXISTS (SELECT FROM task_hands WHERE instance_id = $1 AND account_id = $2 AND state = ANY ($3)) AS found`,
    [instanceId, reader.accountId, states],
  );
  return acted?.found === true;
}
