import type { Post } from '#contracts';
import type { Sql } from '#platform';
import { POWER_POSTS, postTitle } from '../people/posts.js';
import { lastHolder } from './refusals.js';

/** Which of the three administrators' posts somebody holds who can sign in, with no end in sight. */
export async function heldPowers(sql: Sql, tenantId: string, now: Date): Promise<Set<Post>> {
  const rows = await sql.query<{ post: Post }>(
    `select distinct h.post from post_holdings h join accounts a using (account_id)
      where h.tenant_id = $1 and h.post = any ($2) and h.valid_from <= $3 and h.valid_to is null and not a.is_disabled`,
    [tenantId, POWER_POSTS, now],
  );
  return new Set(rows.map(({ post }) => post));
}

/** Refused with `post.last-holder` where one of the posts that were held is held by nobody any more. */
export function mustStayHeld(before: ReadonlySet<Post>, after: ReadonlySet<Post>): void {
  for (const post of before) if (!after.has(post)) throw lastHolder(postTitle(post));
}

/** Whether the tenant ever had a security administrator: until then nobody could approve anything. */
export async function hasSecurityAdministrator(sql: Sql, tenantId: string): Promise<boolean> {
  const held = await sql.query(
    `select from post_holdings where tenant_id = $1 and post = 'security.administrator' limit 1`,
    [tenantId],
  );
  return held.length > 0;
}
