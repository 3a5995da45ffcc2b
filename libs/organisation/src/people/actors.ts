import { Injectable } from '@nestjs/common';
import type { ActorRef } from '#contracts';
import type { Sql } from '#platform';

/** Names the accounts that did something, as histories show them: by their post. */
@Injectable()
export class Actors {
  /** The accounts with these ids, by id; unknown ones are left out. */
  async named(sql: Sql, tenantId: string, accountIds: readonly string[]): Promise<Map<string, ActorRef>> {
    if (accountIds.length === 0) return new Map();
    const rows = await sql.query<{ accountId: string; zh: string; en: string }>(
      `select account_id as "accountId", name_zh as zh, name_en as en from accounts where tenant_id = $1 and account_id = any ($2)`,
      [tenantId, [...new Set(accountIds)]],
    );
    return new Map(rows.map(({ accountId, zh, en }) => [accountId, { accountId, name: zh, post: { zh, en } }]));
  }
}
