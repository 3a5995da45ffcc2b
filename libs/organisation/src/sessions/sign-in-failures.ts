import type { Text } from '#contracts';
import { DomainError, newId, type Sql } from '#platform';
import { verifyPassword } from './password.js';
import type { LockOut } from './sign-in-policy.js';

/** Whose password is tried, by the name that is typed, whether or not it exists; and from where, as far as the server can tell. */
export interface Try {
  tenantId: string;
  account: string;
  address: string | null;
}

/**
 * Counts a try, answering its id, before its password is looked at, so that a burst of them is not let through together; whoever has the right one
 * is forgiven by `forgetFailures`. Refused with `session.locked` where the account, or with `session.address-locked` where the
 * address, has tried too often. `sql` is the database itself: what is counted must stay counted when a refusal is thrown.
 */
export async function countTry(sql: Sql, limits: LockOut, one: Try): Promise<string> {
  const before = await triesOf(sql, limits, one);
  if (before.account >= limits.ofAccount) throw accountLocked(limits);
  if (before.address >= limits.ofAddress) throw addressLocked(limits);
  await sql.query(`delete from sign_in_failures where failed_at <= now() - 2 * ${span(limits)}`);
  const tryId = newId();
  await sql.query(`insert into sign_in_failures (failure_id, tenant_id, account, address) values ($1, $2, $3, $4)`, [
    tryId,
    one.tenantId,
    one.account,
    one.address,
  ]);
  const after = await triesOf(sql, limits, one);
  if (after.account > limits.ofAccount) throw accountLocked(limits);
  if (after.address > limits.ofAddress) throw addressLocked(limits);
  return tryId;
}

/** Whether the password of a counted try is right. Where nobody could look at it, for too many wait, it was no try. */
export async function isRightTry(sql: Sql, tryId: string, password: string, hash: string): Promise<boolean> {
  try {
    return await verifyPassword(password, hash);
  } catch (error) {
    await forgetTry(sql, tryId);
    throw error;
  }
}

/** This one was right; what came before it still counts. */
export async function forgetTry(sql: Sql, tryId: string): Promise<void> {
  await sql.query(`delete from sign_in_failures where failure_id = $1`, [tryId]);
}

/** The right password came. */
export async function forgetFailures(sql: Sql, tenantId: string, account: string): Promise<void> {
  await sql.query(`delete from sign_in_failures where tenant_id = $1 and account = $2`, [tenantId, account]);
}

/**
 * Tries since the last right password that lie within the span before the last one; none where that one is longer ago than the
 * span, so that a lock lasts all of it.
 */
async function triesOf(
  sql: Sql,
  limits: LockOut,
  { tenantId, account, address }: Try,
): Promise<{ account: number; address: number }> {
  const counted = (condition: string): string => `
    (select count(*)::int from sign_in_failures f, (select max(failed_at) as at from sign_in_failures where ${condition}) last
      where ${condition} and f.failed_at > last.at - ${span(limits)} and last.at > now() - ${span(limits)})`;
  const [tries] = await sql.query<{ account: number; address: number }>(
    `select ${counted('tenant_id = $1 and account = $2')} as account, ${counted('address = $3')} as address`,
    [tenantId, account, address],
  );
  return tries ?? { account: 0, address: 0 };
}

function span({ minutes }: LockOut): string {
  return `interval '${minutes} minutes'`;
}

function accountLocked({ ofAccount, minutes }: LockOut): DomainError {
  return locked('session.locked', {
    zh: `该账号登录失败已达 ${ofAccount} 次，锁定 ${minutes} 分钟。请等 ${minutes} 分钟后再试，或联系系统管理员。`,
    en: `Signing in to this account failed ${ofAccount} times, so it is locked for ${minutes} minutes. Wait ${minutes} minutes, or ask the administrator.`,
  });
}

function addressLocked({ ofAddress, minutes }: LockOut): DomainError {
  return locked('session.address-locked', {
    zh: `从您所在的网络地址登录失败过多（${minutes} 分钟内 ${ofAddress} 次），暂不能登录。请等 ${minutes} 分钟后再试，或联系系统管理员。`,
    en: `Too many sign-ins failed from your network address (${ofAddress} within ${minutes} minutes). Wait ${minutes} minutes, or ask the administrator.`,
  });
}

function locked(code: string, detail: Text): DomainError {
  return new DomainError('too-many', code, detail);
}
