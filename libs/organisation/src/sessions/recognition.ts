import { Injectable } from '@nestjs/common';
import type { Duty, Permission, Text } from '#contracts';
import { Clock, Database, everyTenant, MicroBatch } from '#platform';
import type { HeldPost } from '../units/organisation.js';
import { KnownPosts } from './known-posts.js';
import { LIVE } from './live-sessions.js';
import { SignInPolicy } from './sign-in-policy.js';
import { tokenHash } from './token-hash.js';

/** The account behind a session or a system's token, with the posts that it holds now. */
export interface SignedIn {
  tenantId: string;
  accountId: string;
  account: string;
  name: Text;
  locale: 'zh' | 'en';
  posts: HeldPost[];
  /** What must be done before anything else; null: nothing. */
  duty: Duty | null;
  /** By what they are known: their password, what the identity provider said, or a system's token. */
  method: 'password' | 'oidc' | 'token';
  /** Whether they proved who they are within the last ten minutes. */
  isFresh: boolean;
  /** Of a system: all that its token permits, of what its post does. */
  only?: readonly Permission[];
}

interface Row {
  no: number;
  isStale: boolean;
  tenantId: string;
  accountId: string;
  account: string;
  zh: string;
  en: string;
  locale: 'zh' | 'en';
  /** Of the organisation of its tenant. */
  revision: string;
  method: 'password' | 'oidc';
  isPasswordDue: boolean;
  /** Whether a factor could be asked for, and there is none. */
  lacksFactor: boolean;
  isFresh: boolean;
}

/** Use is noted no more often than this, so that hardly any request has to write. */
const NOTED = '1 minute';

/** Sensitive acts ask again for who it is after this. */
const FRESH = '10 minutes';

/** Limits are counted by the database's clock. */
const MANY = `
  select q.no::int, s.seen_at < now() - interval '${NOTED}' as "isStale", a.tenant_id as "tenantId", a.account_id as "accountId", a.account,
         a.name_zh as zh, a.name_en as en, a.locale, t.organisation_revision as revision, s.method,
         s.verified_at > now() - interval '${FRESH}' as "isFresh",
         not a.is_sample and s.method = 'password' and (a.password_is_first or coalesce(a.password_set_at < now() - $2::int * interval '1 day', false)) as "isPasswordDue",
         not a.is_sample and s.method = 'password' and a.factor_since is null as "lacksFactor"
    from unnest($1::bytea[]) with ordinality as q(token_hash, no)
   cross join lateral (select * from sessions where token_hash = q.token_hash and ${LIVE} offset 0) s
   cross join lateral (select * from accounts where account_id = s.account_id and not is_disabled offset 0) a
   cross join lateral (select * from tenants where tenant_id = a.tenant_id offset 0) t`;

const USED = `update sessions set seen_at = now() where token_hash = any ($1::bytea[]) and seen_at < now() - interval '${NOTED}'`;

/**
 * Knows whose session a token opens. Read anew for every request, those of many together, and the posts where the organisation has
 * changed: a right that is taken away is gone at once.
 */
@Injectable()
export class Recognition {
  readonly #batch = new MicroBatch<string, SignedIn | null>((tokens) => this.#read(tokens), { lanes: 2, most: 256 });

  readonly #posts = new KnownPosts();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly policy: SignInPolicy,
  ) {}

  /** Whose session the token opens, and that it was used; null where there is none, or no more. */
  of(token: string): Promise<SignedIn | null> {
    // Of which tenant it is, only the session tells.
    return everyTenant(() => this.#batch.add(token));
  }

  async #read(tokens: string[]): Promise<(SignedIn | null)[]> {
    const asked = [...new Set(tokens)];
    const hashes = asked.map(tokenHash);
    const rows = await this.database.prepared<Row>(MANY, [hashes, this.policy.password.expiresAfterDays]);
    const stale = rows.flatMap(({ no, isStale }) => (isStale ? [hashes[no - 1]] : []));
    if (stale.length > 0) await this.database.prepared(USED, [stale]);
    const held = await this.#posts.at(this.clock.now(), rows, this.database);
    const found = new Map(
      rows.map(({ no, isStale: _, revision: __, zh, en, isPasswordDue, lacksFactor, ...signedIn }) => {
        const posts = held.get(signedIn.accountId) ?? [];
        return [
          asked[no - 1],
          { ...signedIn, posts, name: { zh, en }, duty: this.#duty(isPasswordDue, lacksFactor, posts) },
        ];
      }),
    );
    return tokens.map((token) => found.get(token) ?? null);
  }

  #duty(isPasswordDue: boolean, lacksFactor: boolean, posts: readonly HeldPost[]): Duty | null {
    if (isPasswordDue) return 'password';
    return lacksFactor && posts.some(({ post }) => this.policy.factorPosts.includes(post)) ? 'factor' : null;
  }
}
