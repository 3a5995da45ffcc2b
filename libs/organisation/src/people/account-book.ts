import { Injectable } from '@nestjs/common';
import type { AccountRow, HoldingView, Post, Text, UnitRef } from '#contracts';
import { Clock, type Sql } from '#platform';
import { accountMissing } from '../grants/refusals.js';
import { postTitle } from './posts.js';
import { UNIT_JSON } from '../units/unit-json.js';

export interface AccountQuery {
  /** Part of the account, of its name or of its mail address. */
  q: string | null;
  post: Post | null;
  unitId: string | null;
  isDisabled: boolean | null;
  /** The account after which the page begins. */
  after: string | null;
  limit: number;
}

interface Row {
  accountId: string;
  account: string;
  zh: string;
  en: string;
  email: string;
  isDisabled: boolean;
  isSystem: boolean;
  posts: { post: Post; unit: UnitRef }[];
}

const ACCOUNT = `a.account_id as "accountId", a.account, a.name_zh as zh, a.name_en as en, a.email, a.is_disabled as "isDisabled", a.is_system as "isSystem"`;
const HELD_NOW = `h.account_id = a.account_id and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)`;
const POSTS_NOW = `(select coalesce(json_agg(json_build_object('post', h.post, 'unit', ${UNIT_JSON}) order by h.post, u.code), '[]')
   from post_holdings h join units u using (unit_id) where ${HELD_NOW}) as posts`;

/** Who can sign in, with what they hold and held. */
@Injectable()
export class AccountBook {
  constructor(private readonly clock: Clock) {}

  /** Accounts by name. */
  async list(
    sql: Sql,
    tenantId: string,
    { q, post, unitId, isDisabled, after, limit }: AccountQuery,
  ): Promise<AccountRow[]> {
    const like = q === null ? null : `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
    const rows = await sql.query<Row>(
      `select ${ACCOUNT}, ${POSTS_NOW} from accounts a
        where a.tenant_id = $1 and ($3::text is null or concat_ws(chr(10), a.account, a.name_zh, a.name_en, a.email) ilike $3)
          and ($4::boolean is null or a.is_disabled = $4) and ($5::text is null or a.account > $5)
          and (($6::text is null and $7::uuid is null) or exists (
            select from post_holdings h where ${HELD_NOW} and ($6::text is null or h.post = $6) and ($7::uuid is null or h.unit_id = $7)))
        order by a.account limit $8`,
      [tenantId, this.clock.now(), like, isDisabled, after, post, unitId, limit],
    );
    return rows.map(rowView);
  }

  /** One account with all its posts over time, the newest first; refused with `account.missing`. */
  async read(sql: Sql, tenantId: string, accountId: string): Promise<AccountRow & { holdings: HoldingView[] }> {
    const now = this.clock.now();
    const [row] = await sql.query<Row>(
      `select ${ACCOUNT}, ${POSTS_NOW} from accounts a where a.tenant_id = $1 and a.account_id = $3`,
      [tenantId, now, accountId],
    );
    if (!row) throw accountMissing();
    const holdings = await sql.query<{ holdingId: string; post: Post; unit: UnitRef; from: Date; until: Date | null }>(
      `select h.holding_id as "holdingId", h.post, ${UNIT_JSON} as unit, h.valid_from as "from", h.valid_to as "until"
         from post_holdings h join units u using (unit_id)
        where h.tenant_id = $1 and h.account_id = $2 order by h.valid_from desc, h.post, u.code`,
      [tenantId, accountId],
    );
    return {
      ...rowView(row),
      holdings: holdings.map(({ from, until, ...holding }) => ({
        ...holding,
        title: postTitle(holding.post),
        from: from.toISOString(),
        until: until?.toISOString() ?? null,
        when: from > now ? 'to-come' : until !== null && until <= now ? 'past' : 'now',
      })),
    };
  }
}

function rowView({ zh, en, posts, ...row }: Row): AccountRow {
  const name: Text = { zh, en };
  return { ...row, name, posts: posts.map(({ post, unit }) => ({ post, title: postTitle(post), unit })) };
}
