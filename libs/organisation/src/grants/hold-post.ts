import type { Post } from '#contracts';
import { newId, type Sql } from '#platform';
import { refuseMixedPowers } from '../people/powers-apart.js';
import { postHeld, unitMissing } from './refusals.js';

/** That an account is to hold a post in a unit, from an instant until another (null: without end). */
export interface NewHolding {
  accountId: string;
  post: Post;
  unitId: string;
  from: Date;
  until: Date | null;
}

/** Gives a post, by a proposal; refused with `unit.missing`, `post.held` or `post.excluded`. */
export async function holdPost(
  { sql, tenantId, proposalId }: { sql: Sql; tenantId: string; proposalId: string },
  { accountId, post, unitId, from, until }: NewHolding,
): Promise<void> {
  const granted = await sql
    .query(
      `insert into post_holdings (holding_id, tenant_id, account_id, post, unit_id, valid_from, valid_to, proposal_id)
       select $1, $2, $3, $4, unit_id, $6, $7, $8 from units where tenant_id = $2 and unit_id = $5 and not is_group returning 1`,
      [newId(), tenantId, accountId, post, unitId, from, until, proposalId],
    )
    .catch(refuseHeld)
    .catch(refuseMixedPowers);
  if (granted.length === 0) throw unitMissing();
}

function refuseHeld(error: unknown): never {
  if (!(error instanceof Error && 'constraint' in error)) throw error;
  if (error.constraint === 'post_holdings_once_ex' || error.constraint === 'post_holdings_start_uq') throw postHeld();
  throw error;
}
