import { Injectable } from '@nestjs/common';
import type { Permission } from '#contracts';
import { Clock, Database, everyTenant, MicroBatch } from '#platform';
import { POSTS_HELD } from '../sessions/posts-held.js';
import type { SignedIn } from '../sessions/recognition.js';
import { tokenHash } from '../sessions/token-hash.js';
import type { HeldPost } from '../units/organisation.js';

/** Whose a token was that opens nothing any more. */
export interface FormerSystem {
  tenantId: string;
  accountId: string;
  account: string;
}

interface Row extends FormerSystem {
  no: number;
  isStale: boolean;
  zh: string;
  en: string;
  locale: 'zh' | 'en';
  only: Permission[];
  posts: HeldPost[];
}

/** Limits are counted by the database's clock, posts by the product's. */
const MANY = `
  with live as (
    select q.no, t.permissions, coalesce(t.last_used_at < now() - interval '1 minute', true) as is_stale, a.*
      from unnest($1::bytea[]) with ordinality as q(token_hash, no)
     cross join lateral (
       select * from api_tokens where token_hash = q.token_hash and revoked_at is null and expires_at > now() offset 0) t
     cross join lateral (select * from accounts where account_id = t.account_id and is_system and not is_disabled offset 0) a
  )
  select no::int, is_stale as "isStale", tenant_id as "tenantId", account_id as "accountId", account, name_zh as zh, name_en as en, locale,
         permissions as only, posts
    from live cross join lateral ${POSTS_HELD}`;

const USED = `update api_tokens set last_used_at = now() where token_hash = any ($1::bytea[])`;

/** Knows which system a token is of. Read anew for every request, as sessions are: what is taken away is gone at once. */
@Injectable()
export class TokenRecognition {
  readonly #batch = new MicroBatch<string, SignedIn | null>((tokens) => this.#read(tokens), { lanes: 2, most: 256 });

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The system that the token stands for, and that it was used; null where it opens nothing, or nothing any more. */
  of(token: string): Promise<SignedIn | null> {
    return everyTenant(() => this.#batch.add(token));
  }

  /** Whose a token was that is revoked, expired or locked; null where there never was one. */
  async formerOf(token: string): Promise<FormerSystem | null> {
    const [former] = await everyTenant(() =>
      this.database.query<FormerSystem>(
        `select tenant_id as "tenantId", account_id as "accountId", account
           from api_tokens join accounts using (account_id, tenant_id) where token_hash = $1`,
        [tokenHash(token)],
      ),
    );
    return former ?? null;
  }

  async #read(tokens: string[]): Promise<(SignedIn | null)[]> {
    const asked = [...new Set(tokens)];
    const hashes = asked.map(tokenHash);
    const rows = await this.database.prepared<Row>(MANY, [hashes, this.clock.now()]);
    const stale = rows.flatMap(({ no, isStale }) => (isStale ? [hashes[no - 1]] : []));
    if (stale.length > 0) await this.database.prepared(USED, [stale]);
    const found = new Map(
      rows.map(({ no, isStale: _, zh, en, ...system }): [string | undefined, SignedIn] => [
        asked[no - 1],
        { ...system, name: { zh, en }, duty: null, method: 'token', isFresh: false },
      ]),
    );
    return tokens.map((token) => found.get(token) ?? null);
  }
}
