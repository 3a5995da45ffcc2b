import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import type { Post, Text } from '#contracts';
import { DomainError, newId, type Sql } from '#platform';
import { unitIdsByCode } from '../units/unit-ids.js';
import { refuseMixedPowers } from './powers-apart.js';

export interface NewAccount {
  account: string;
  name: Text;
  email: string;
  locale: 'zh' | 'en';
  passwordHash: string;
  posts: { post: Post; unitCode: string }[];
  /** One of the sample's, whose password everybody knows. */
  isSample?: boolean;
  /** Whether its holder chose the password; otherwise it is a first one, to be changed before anything else. */
  hasOwnPassword?: boolean;
}

/** Keeps who can sign in, and which posts they hold. */
@Injectable()
export class Accounts {
  constructor(private readonly operations: OperationLog) {}

  /** Adds the accounts that are not there yet, in a transaction, holding their posts from the instant on. Returns how many were added. */
  async add(sql: Sql, tenantId: string, accounts: readonly NewAccount[], from: Date): Promise<number> {
    const unitIds = await unitIdsByCode(sql, tenantId);
    const records = accounts.map(({ posts, name, account, ...rest }) => ({
      ...rest,
      account: account.toLowerCase(),
      account_id: newId(),
      zh: name.zh,
      en: name.en,
      holdings: posts.map(({ post, unitCode }) => ({ holding_id: newId(), post, unit_id: idOf(unitIds, unitCode) })),
    }));
    const adding = sql.query<{ account_id: string }>(
      `with wanted as (
         select * from jsonb_to_recordset($2::jsonb) as r
           (account_id uuid, account text, zh text, en text, email text, locale text, "passwordHash" text, "isSample" boolean,
            "hasOwnPassword" boolean, holdings jsonb)
       ), added as (
         insert into accounts (account_id, tenant_id, account, name_zh, name_en, password_hash, email, locale, is_sample, password_is_first)
         select account_id, $1, account, zh, en, "passwordHash", email, locale, coalesce("isSample", false), not coalesce("hasOwnPassword", false)
           from wanted
         on conflict (tenant_id, account) do nothing
         returning account_id
       ), held as (
         insert into post_holdings (holding_id, tenant_id, account_id, post, unit_id, valid_from)
         select h.holding_id, $1, added.account_id, h.post, h.unit_id, $3
           from added join wanted using (account_id),
                jsonb_to_recordset(wanted.holdings) as h (holding_id uuid, post text, unit_id uuid)
       )
       select account_id from added`,
      [tenantId, JSON.stringify(records), from],
    );
    const added = await adding.catch(refuseMixedPowers);
    const ids = new Set(added.map((row) => row.account_id));
    await this.operations.note(
      sql,
      records
        .filter(({ account_id: id }) => ids.has(id))
        .map(({ account_id: id, account, holdings }) => ({
          tenantId,
          action: 'account.added',
          object: { kind: 'account', id },
          details: { account, posts: holdings.map(({ post, unit_id: unitId }) => ({ post, unitId })) },
        })),
    );
    return added.length;
  }

  /** Lets the sample's accounts sign in, or not; their sessions end with it. */
  async allowSample(sql: Sql, isAllowed: boolean): Promise<void> {
    await sql.query(`update accounts set is_disabled = not $1::boolean where is_sample and is_disabled = $1::boolean`, [
      isAllowed,
    ]);
  }
}

function idOf(unitIds: Map<string, string>, code: string): string {
  const unitId = unitIds.get(code);
  if (unitId !== undefined) return unitId;
  throw new DomainError('invalid', 'unit.unknown', {
    zh: `没有代码为“${code}”的单位，请先导入该单位。`,
    en: `There is no unit with the code “${code}”. Import it first.`,
  });
}
