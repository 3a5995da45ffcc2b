import { Injectable } from '@nestjs/common';
import type { GrantView, Permission, Post, Text, UnitRef } from '#contracts';
import type { Sql } from '#platform';
import { POSTS, rulesOf } from './posts.js';
import { UNIT_JSON } from '../units/unit-json.js';

/** That somebody holds a post at an instant, since when, and who gave it. */
export interface PostHolder {
  accountId: string;
  account: string;
  name: Text;
  isDisabled: boolean;
  post: Post;
  unit: UnitRef;
  since: Date;
  until: Date | null;
  grant: GrantView | null;
  /** Of a system: all that its token permits. */
  only: Permission[] | null;
}

/** Posts that read or decide every case, or say who may. */
const OVER_ALL = POSTS.filter((post) =>
  rulesOf(post).some(
    ({ scope, permission }) => scope === 'tenant' && (permission === 'case.read' || permission === 'account.read'),
  ),
);

const HOLDERS = `
  select a.account_id as "accountId", a.account, json_build_object('zh', a.name_zh, 'en', a.name_en) as name, a.is_disabled as "isDisabled", h.post,
    ${UNIT_JSON} as unit,
    h.valid_from as since, h.valid_to as until, k.permissions as only,
    case when p.proposal_id is not null then json_build_object('proposalId', p.proposal_id, 'way', p.way,
      'proposedBy', json_build_object('zh', asked.name_zh, 'en', asked.name_en), 'approvedBy',
      case when approved.account_id is not null then json_build_object('zh', approved.name_zh, 'en', approved.name_en) end,
      'at', to_char(p.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as grant
  from post_holdings h
  join accounts a on a.account_id = h.account_id
  join units u on u.unit_id = h.unit_id
  left join api_tokens k on k.account_id = a.account_id
  left join account_proposals p on p.proposal_id = h.proposal_id
  left join accounts asked on asked.account_id = p.proposed_by
  left join accounts approved on approved.account_id = p.decided_by
  where h.tenant_id = $1 and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)`;

/** Who held which post at an instant, now or then, and by whose decision. */
@Injectable()
export class PostHolders {
  /** The posts of one account. */
  ofAccount(sql: Sql, tenantId: string, at: Date, accountId: string): Promise<PostHolder[]> {
    return sql.query(`${HOLDERS} and h.account_id = $3 order by h.post, u.code`, [tenantId, at, accountId]);
  }

  /** Those who hold a post in one of the units, or one with rights over everything. */
  over(sql: Sql, tenantId: string, at: Date, unitIds: readonly string[]): Promise<PostHolder[]> {
    return sql.query(`${HOLDERS} and (h.unit_id = any ($3) or h.post = any ($4)) order by a.account, h.post`, [
      tenantId,
      at,
      unitIds,
      OVER_ALL,
    ]);
  }

  /** The unit with all those above it, itself first. */
  async lineOf(sql: Sql, tenantId: string, unitId: string): Promise<string[]> {
    const rows = await sql.query<{ id: string }>(
      `with recursive line as (
         select unit_id, parent_id, 0 as up from units where tenant_id = $1 and unit_id = $2
         union select u.unit_id, u.parent_id, line.up + 1 from line join units u on u.unit_id = line.parent_id where line.up < 50)
       select unit_id as id from line order by up`,
      [tenantId, unitId],
    );
    return rows.map(({ id }) => id);
  }
}
