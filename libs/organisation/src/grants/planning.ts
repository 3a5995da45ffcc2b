import type { AccountChange, Post } from '#contracts';
import type { Sql } from '#platform';
import type { PlannedChange } from './planned-change.js';
import { holdingOver } from './refusals.js';

interface Held {
  holdingId: string;
  account: string;
  post: Post;
  unitId: string;
}

/** What was asked for, as it is kept: a post that ends is named with its holder, so that the record says so for ever. */
export async function plannedOf(
  sql: Sql,
  tenantId: string,
  changes: readonly AccountChange[],
): Promise<PlannedChange[]> {
  const ids = changes.flatMap((change) => (change.do === 'end' ? [change.holdingId] : []));
  const rows = await sql.query<Held>(
    `select h.holding_id as "holdingId", a.account, h.post, h.unit_id as "unitId"
       from post_holdings h join accounts a using (account_id) where h.tenant_id = $1 and h.holding_id = any ($2)`,
    [tenantId, ids],
  );
  const held = new Map(rows.map((row) => [row.holdingId, row]));
  return changes.map((change) => {
    if (change.do !== 'end') return change;
    const holding = held.get(change.holdingId);
    if (!holding) throw holdingOver();
    return { ...change, ...holding };
  });
}
