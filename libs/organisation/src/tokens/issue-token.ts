import type { AccountChange } from '#contracts';
import { DomainError, newId, type Sql } from '#platform';
import { holdPost } from '../grants/hold-post.js';
import { accountTaken } from '../grants/refusals.js';
import { permissionsOf, powerOf } from '../people/posts.js';

/** Where and when a token is issued, and what is kept of it. */
export interface Issuing {
  sql: Sql;
  tenantId: string;
  proposalId: string;
  now: Date;
  tokenHash: Buffer | undefined;
}

const DAY_MS = 86_400_000;

/**
 * A system account of its own that holds one post as long as its token lives: the post by the product's clock, the token by the
 * database's. Refused with `token.post` for an administrator's post, with `token.permission` for what the post may not do.
 */
export async function issueToken(
  { sql, tenantId, proposalId, now, tokenHash }: Issuing,
  { account, name, nameEn, post, unitId, permissions, days }: AccountChange & { do: 'token' },
): Promise<void> {
  if (powerOf(post) !== null) throw powerKept();
  const beyond = permissions.filter((one) => !permissionsOf([post]).includes(one));
  if (beyond.length > 0) throw beyondPost(beyond);
  const accountId = newId();
  const added = await sql.query(
    `insert into accounts (account_id, tenant_id, account, name_zh, name_en, email, is_system) values ($1, $2, $3, $4, $5, '', true)
     on conflict (tenant_id, account) do nothing returning 1`,
    [accountId, tenantId, account, name, nameEn || name],
  );
  if (added.length === 0) throw accountTaken(account);
  const until = new Date(now.getTime() + days * DAY_MS);
  await holdPost({ sql, tenantId, proposalId }, { accountId, post, unitId, from: now, until });
  await sql.query(
    `insert into api_tokens (account_id, tenant_id, token_hash, permissions, expires_at) values ($1, $2, $3, $4, now() + $5 * interval '1 day')`,
    [accountId, tenantId, tokenHash, [...new Set(permissions)], days],
  );
}

function powerKept(): DomainError {
  return new DomainError('invalid', 'token.post', {
    zh: '接口令牌不能担任系统管理员、安全管理员或安全审计员。请选择业务岗位。',
    en: 'A token cannot hold an administrator’s post. Choose a post of the business.',
  });
}

function beyondPost(beyond: readonly string[]): DomainError {
  return new DomainError('invalid', 'token.permission', {
    zh: `所选岗位没有这些权限：${beyond.join('、')}。请去掉，或换一个岗位。`,
    en: `The post does not permit ${beyond.join(', ')}. Leave it out, or choose another post.`,
  });
}
