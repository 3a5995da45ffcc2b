import type { OperationLog } from '#audit';
import type { Post } from '#contracts';
import { DomainError, newId, type Sql } from '#platform';
import { refuseMixedPowers } from '../people/powers-apart.js';
import { unitIdsByCode } from '../units/unit-ids.js';
import type { GroupPost } from './claimed.js';

interface PostAt {
  post: Post;
  unitId: string;
}

/**
 * Of the posts that the rules give to groups, the account holds from now on exactly those of its groups; other posts are left
 * alone. Each change is noted. `sql` is a transaction.
 */
export async function followGroups(
  sql: Sql,
  operations: OperationLog,
  who: { tenantId: string; accountId: string },
  { groups, rules, now }: { groups: readonly string[]; rules: readonly GroupPost[]; now: Date },
): Promise<void> {
  if (rules.length === 0) return;
  const unitIds = await unitIdsByCode(sql, who.tenantId);
  const placed = rules.map(({ group, post, unitCode }) => ({ group, post, unitId: idOf(unitIds, unitCode) }));
  const wanted = placed.filter(({ group }) => groups.includes(group));
  const parameters = [who.accountId, JSON.stringify(placed), JSON.stringify(wanted), now];
  const ended = await sql.query<PostAt>(
    `update post_holdings h set valid_to = $4
      where account_id = $1 and valid_from < $4 and (valid_to is null or valid_to > $4)
        and exists (select from jsonb_to_recordset($2::jsonb) r (post text, "unitId" uuid) where r.post = h.post and r."unitId" = h.unit_id)
        and not exists (select from jsonb_to_recordset($3::jsonb) r (post text, "unitId" uuid) where r.post = h.post and r."unitId" = h.unit_id)
     returning post, unit_id as "unitId"`,
    parameters,
  );
  const begun = await sql
    .query<PostAt>(
      `insert into post_holdings (holding_id, tenant_id, account_id, post, unit_id, valid_from)
     select r.id, $2, $1, r.post, r."unitId", $4 from jsonb_to_recordset($3::jsonb) r (id uuid, post text, "unitId" uuid)
      where not exists (select from post_holdings h where h.account_id = $1 and h.post = r.post and h.unit_id = r."unitId"
                           and (h.valid_to is null or h.valid_to > $4))
     on conflict (account_id, post, unit_id, valid_from) do nothing
     returning post, unit_id as "unitId"`,
      [who.accountId, who.tenantId, JSON.stringify(distinct(wanted).map((one) => ({ ...one, id: newId() }))), now],
    )
    .catch(refuseMixedPowers);
  const entry = (action: string) => (details: PostAt) => ({
    tenantId: who.tenantId,
    action,
    actor: { accountId: who.accountId, account: null },
    object: { kind: 'account', id: who.accountId },
    details: { ...details, by: 'oidc' },
  });
  await operations.note(sql, [...ended.map(entry('post.ended')), ...begun.map(entry('post.begun'))]);
}

/** Several groups may hold the same post. */
function distinct(posts: readonly PostAt[]): PostAt[] {
  return [...new Map(posts.map(({ post, unitId }) => [`${post} ${unitId}`, { post, unitId }])).values()];
}

function idOf(unitIds: Map<string, string>, code: string): string {
  const unitId = unitIds.get(code);
  if (unitId !== undefined) return unitId;
  throw new DomainError('unavailable', 'oidc.unit-unknown', {
    zh: `服务器设置 OIDC_POSTS 中的单位代码“${code}”不存在。请联系系统管理员。`,
    en: `The server’s setting OIDC_POSTS names a unit “${code}” that does not exist. Ask an administrator.`,
  });
}
