import type { AccountChange, PersonLine, Post } from '#contracts';
import type { Sql } from '#platform';
import { POSTS, POWER_POSTS, powerOf } from '../people/posts.js';
import { unitIdsByCode } from '../units/unit-ids.js';

/** Posts that a list of people may give: the three administrators are appointed by hand, one by one. */
export const LISTED_POSTS: readonly Post[] = POSTS.filter((post) => powerOf(post) === null);

interface KnownAccount {
  account: string;
  name: string;
  nameEn: string;
  email: string;
  isDisabled: boolean;
  hasPower: boolean;
}

interface KnownHolding {
  holdingId: string;
  account: string;
  post: Post;
  unitId: string;
  until: string | null;
}

/** What has to change so that accounts and posts are as the lines say; of a whole list, whoever is not on it is disabled. */
export async function changesTowards(
  sql: Sql,
  tenantId: string,
  { people, isWhole, now }: { people: readonly PersonLine[]; isWhole: boolean; now: Date },
): Promise<AccountChange[]> {
  const unitIds = await unitIdsByCode(sql, tenantId);
  const accounts = await accountsOf(sql, tenantId, now);
  const holdings = await holdingsOf(sql, tenantId, now);
  const wanted = people.map((line) => ({ ...line, unitId: unitIds.get(line.unitCode) ?? '' }));
  const keyOf = (one: { account: string; post: Post; unitId: string }): string =>
    `${one.account} ${one.post} ${one.unitId}`;
  const held = new Map(holdings.map((one) => [keyOf(one), one]));
  const kept = new Set(wanted.map(keyOf));
  const first = new Map(wanted.toReversed().map((line) => [line.account, line]));
  const changes: AccountChange[] = [...first.values()].flatMap(({ account, name, nameEn, email }): AccountChange[] => {
    const known = accounts.get(account);
    if (!known) return [{ do: 'add', account, name, nameEn, email }];
    const isSame = known.name === name && known.nameEn === (nameEn || name) && known.email === email;
    return isSame ? [] : [{ do: 'rename', account, name, nameEn, email }];
  });
  // What ends comes before what begins.
  if (isWhole) {
    for (const one of holdings)
      if (first.has(one.account) && !kept.has(keyOf(one)) && powerOf(one.post) === null)
        changes.push({ do: 'end', holdingId: one.holdingId, until: null });
    for (const { account, isDisabled, hasPower } of accounts.values())
      if (!first.has(account) && !isDisabled && !hasPower) changes.push({ do: 'disable', account });
  }
  for (const line of wanted) {
    const { account, post, unitId, from, until } = line;
    const present = held.get(keyOf(line));
    if (!present) changes.push({ do: 'grant', account, post, unitId, from, until });
    else if (until !== null && (present.until === null || present.until > until))
      changes.push({ do: 'end', holdingId: present.holdingId, until });
  }
  return changes;
}

async function accountsOf(sql: Sql, tenantId: string, now: Date): Promise<Map<string, KnownAccount>> {
  const rows = await sql.query<KnownAccount>(
    `select account, name_zh as name, name_en as "nameEn", email, is_disabled as "isDisabled", exists (
       select from post_holdings h where h.account_id = a.account_id and h.post = any ($3) and (h.valid_to is null or h.valid_to > $2)) as "hasPower"
       from accounts a where tenant_id = $1 and not is_system order by account`,
    [tenantId, now, POWER_POSTS],
  );
  return new Map(rows.map((row) => [row.account, row]));
}

/** Posts held now or to come; `until` is the last day, in the tenant's zone. */
function holdingsOf(sql: Sql, tenantId: string, now: Date): Promise<KnownHolding[]> {
  return sql.query<KnownHolding>(
    `select h.holding_id as "holdingId", a.account, h.post, h.unit_id as "unitId",
            to_char((h.valid_to at time zone 'UTC') + t.zone_offset::interval - interval '1 day', 'YYYY-MM-DD') as until
       from post_holdings h join accounts a using (account_id) join tenants t on t.tenant_id = h.tenant_id
      where h.tenant_id = $1 and not a.is_system and (h.valid_to is null or h.valid_to > $2) order by a.account, h.post, h.valid_from`,
    [tenantId, now],
  );
}
