import type { OperationLog } from '#audit';
import { newId, type Sql } from '#platform';
import type { AccountResets } from '../people/account-resets.js';
import { closeOtherSessions } from '../sessions/close-sessions.js';
import { issueToken } from '../tokens/issue-token.js';
import { holdPost } from './hold-post.js';
import type { PlannedChange } from './planned-change.js';
import {
  accountMissing,
  accountTaken,
  holdingOver,
  postsUpsideDown,
  sampleAccount,
  systemAccount,
} from './refusals.js';

/** Where and when changes are carried out. */
export interface Carrying {
  sql: Sql;
  tenantId: string;
  proposalId: string;
  now: Date;
  /** Of the tenant: `+08:00`. */
  zone: string;
  /** The hash of the first password of an account that is added or reset. */
  hashOf: (account: string) => string;
  /** Tokens of systems by account, as hashes. */
  tokens: ReadonlyMap<string, Buffer>;
  operations: OperationLog;
  resets: AccountResets;
}

/** Does what a proposal says, one change after the other, in the transaction that decides it. */
export async function carryOut(at: Carrying, changes: readonly PlannedChange[]): Promise<void> {
  for (const change of changes) await carryOutOne(at, change);
}

type Named = PlannedChange & { do: 'add' | 'rename' };

function carryOutOne(at: Carrying, change: PlannedChange): Promise<void> {
  switch (change.do) {
    case 'add':
      return add(at, change);
    case 'rename':
      return rename(at, change);
    case 'grant':
      return grant(at, change);
    case 'token':
      return issueToken({ ...at, tokenHash: at.tokens.get(change.account) }, change);
    case 'end':
      return end(at, change);
    case 'reset':
      return reset(at, change.account);
    default:
      return disable(at, change.account, change.do === 'disable');
  }
}

async function add(at: Carrying, change: Named): Promise<void> {
  const { account, name, nameEn, email } = change;
  const added = await at.sql.query(
    `insert into accounts (account_id, tenant_id, account, name_zh, name_en, password_hash, password_is_first, email)
     values ($1, $2, $3, $4, $5, $6, true, $7) on conflict (tenant_id, account) do nothing returning 1`,
    [newId(), at.tenantId, account, name, nameEn || name, at.hashOf(account), email],
  );
  if (added.length === 0) throw accountTaken(account);
}

async function rename(at: Carrying, { account, name, nameEn, email }: Named): Promise<void> {
  const accountId = await accountIdOf(at, account);
  await at.sql.query(`update accounts set name_zh = $2, name_en = $3, email = $4 where account_id = $1`, [
    accountId,
    name,
    nameEn || name,
    email,
  ]);
}

async function grant(at: Carrying, change: PlannedChange & { do: 'grant' }): Promise<void> {
  const { now } = at;
  const accountId = await personIdOf(at, change.account);
  const begins = change.from === null ? now : startOf(change.from, at.zone);
  const from = begins > now ? begins : now;
  const until = change.until === null ? null : endOf(change.until, at.zone);
  if (until !== null && until <= from) throw postsUpsideDown();
  await holdPost(at, { accountId, post: change.post, unitId: change.unitId, from, until });
}

async function end(at: Carrying, change: PlannedChange & { do: 'end' }): Promise<void> {
  const last = change.until === null ? at.now : endOf(change.until, at.zone);
  if (last < at.now) throw postsUpsideDown();
  const ended = await at.sql.query(
    `update post_holdings set valid_to = $3, end_proposal_id = $4
      where tenant_id = $1 and holding_id = $2 and valid_from < $3 and (valid_to is null or valid_to > $3) returning 1`,
    [at.tenantId, change.holdingId, last, at.proposalId],
  );
  if (ended.length > 0) return;
  // What has not begun by then never will: nobody held it.
  const dropped = await at.sql.query(
    `delete from post_holdings where tenant_id = $1 and holding_id = $2 and valid_from >= $3 and valid_from > $4 returning 1`,
    [at.tenantId, change.holdingId, last, at.now],
  );
  if (dropped.length === 0) throw holdingOver();
}

async function disable(at: Carrying, account: string, isDisabled: boolean): Promise<void> {
  const accountId = await accountIdOf(at, account);
  await at.sql.query(`update accounts set is_disabled = $2 where account_id = $1`, [accountId, isDisabled]);
  await closeOtherSessions(at.sql, at.operations, accountId, '');
}

async function reset(at: Carrying, account: string): Promise<void> {
  await personIdOf(at, account);
  if (!(await at.resets.reset(at.sql, at.tenantId, account, at.hashOf(account)))) throw sampleAccount();
}

async function accountIdOf(at: Carrying, account: string): Promise<string> {
  return (await accountOf(at, account)).id;
}

/** Of somebody who signs in; refused with `account.system` for a system. */
async function personIdOf(at: Carrying, account: string): Promise<string> {
  const { id, isSystem } = await accountOf(at, account);
  if (isSystem) throw systemAccount();
  return id;
}

async function accountOf({ sql, tenantId }: Carrying, account: string): Promise<{ id: string; isSystem: boolean }> {
  const [found] = await sql.query<{ id: string; isSystem: boolean }>(
    `select account_id as id, is_system as "isSystem" from accounts where tenant_id = $1 and account = $2 for no key update`,
    [tenantId, account],
  );
  if (!found) throw accountMissing(account);
  return found;
}

const startOf = (day: string, zone: string): Date => new Date(`${day}T00:00:00${zone}`);
const endOf = (day: string, zone: string): Date => new Date(startOf(day, zone).getTime() + 86_400_000);
