import { Recent, type Sql } from '#platform';
import type { HeldPost } from '../units/organisation.js';
import { POSTS_HELD } from './posts-held.js';

/** Accounts of which the posts are remembered. */
const MOST = 10_000;

/** An account, with the revision of its tenant's organisation that was just read. */
export interface Holder {
  accountId: string;
  revision: string;
}

interface Held extends Holder {
  posts: HeldPost[];
  /** The next instant at which one of them begins or ends, in milliseconds; null: none. */
  until: number | null;
}

type Known = Held & {
  /** The instant for which they were read, in milliseconds. */
  since: number;
};

/** Of accounts at the instant `$2`. */
const HELD = `
  with live as (
    select a.account_id, t.organisation_revision as revision
      from unnest($1::uuid[]) as q(account_id)
     cross join lateral (select * from accounts where account_id = q.account_id offset 0) a
     cross join lateral (select * from tenants where tenant_id = a.tenant_id offset 0) t
  )
  select account_id as "accountId", revision, posts, round(extract(epoch from until)::float8 * 1000) as until
    from live
   cross join lateral ${POSTS_HELD}
   cross join lateral (
      select min(instant) as until
        from post_holdings h cross join lateral (values (h.valid_from), (h.valid_to)) as turn(instant)
       where h.account_id = live.account_id and instant > $2) next`;

/**
 * The posts that accounts hold, read again only where something has changed: whoever changes units, posts or tenants gives the
 * organisation another revision in the same transaction, and time is looked at. So what it answers is what it would read.
 */
export class KnownPosts {
  readonly #known = new Recent<Known>(MOST, () => 1);

  /** By account; all that `holders` name and that are still there. */
  async at(instant: Date, holders: readonly Holder[], sql: Sql): Promise<Map<string, HeldPost[]>> {
    const now = instant.getTime();
    const found = new Map<string, HeldPost[]>();
    const unknown = new Set<string>();
    for (const { accountId, revision } of holders) {
      const known = this.#known.get(accountId);
      if (known?.revision === revision && isWithin(known, now)) found.set(accountId, known.posts);
      else unknown.add(accountId);
    }
    if (unknown.size === 0) return found;
    for (const held of await sql.prepared<Held>(HELD, [[...unknown], instant])) {
      this.#known.set(held.accountId, { ...held, since: now });
      found.set(held.accountId, held.posts);
    }
    return found;
  }
}

function isWithin({ since, until }: Known, now: number): boolean {
  return since <= now && (until === null || now < until);
}
