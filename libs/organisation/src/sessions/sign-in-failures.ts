import type { Text } from '#contracts';
import { DomainError, newId, type Sql } from '#platform';

const OF_ACCOUNT = 10;
/** Many people may sit behind one address. */
const OF_ADDRESS = 100;
const WITHIN = '15 minutes';

/** Whose password is tried, by the name that is typed, whether or not it exists; and from where, as far as the server can tell. */
export interface Try {
  tenantId: string;
  account: string;
  address: string | null;
}

/**
 * Counts a try before its password is looked at, so that a burst of them is not let through together; whoever has the right one
 * is forgiven by `forgetFailures`. Refused with `session.locked` where the account, or with `session.address-locked` where the
 * address, has tried too often. `sql` is the database itself: what is counted must stay counted when a refusal is thrown.
 */
export async function countTry(sql: Sql, one: Try): Promise<void> {
  const before = await triesOf(sql, one);
  if (before.account >= OF_ACCOUNT) throw accountLocked();
  if (before.address >= OF_ADDRESS) throw addressLocked();
  await sql.query(`delete from sign_in_failures where failed_at <= now() - interval '${WITHIN}'`);
  await sql.query(`insert into sign_in_failures (failure_id, tenant_id, account, address) values ($1, $2, $3, $4)`, [
    newId(),
    one.tenantId,
    one.account,
    one.address,
  ]);
  const after = await triesOf(sql, one);
  if (after.account > OF_ACCOUNT) throw accountLocked();
  if (after.address > OF_ADDRESS) throw addressLocked();
}

/** The right password came. */
export async function forgetFailures(sql: Sql, tenantId: string, account: string): Promise<void> {
  await sql.query(`delete from sign_in_failures where tenant_id = $1 and account = $2`, [tenantId, account]);
}

async function triesOf(sql: Sql, { tenantId, account, address }: Try): Promise<{ account: number; address: number }> {
  const [counted] = await sql.query<{ account: number; address: number }>(
    `select (select count(*)::int from sign_in_failures
              where tenant_id = $1 and account = $2 and failed_at > now() - interval '${WITHIN}') as account,
            (select count(*)::int from sign_in_failures
              where address = $3 and failed_at > now() - interval '${WITHIN}') as address`,
    [tenantId, account, address],
  );
  return counted ?? { account: 0, address: 0 };
}

function accountLocked(): DomainError {
  return locked('session.locked', {
    zh: `该账号 15 分钟内登录失败已达 ${OF_ACCOUNT} 次，暂时锁定。请等 15 分钟后再试，或联系系统管理员。`,
    en: `Signing in to this account failed ${OF_ACCOUNT} times within 15 minutes, so it is locked for now. Wait 15 minutes, or ask the administrator.`,
  });
}

function addressLocked(): DomainError {
  return locked('session.address-locked', {
    zh: `从您所在的网络地址登录失败过多（15 分钟内 ${OF_ADDRESS} 次），暂不能登录。请等 15 分钟后再试，或联系系统管理员。`,
    en: `Too many sign-ins failed from your network address (${OF_ADDRESS} within 15 minutes). Wait 15 minutes, or ask the administrator.`,
  });
}

function locked(code: string, detail: Text): DomainError {
  return new DomainError('too-many', code, detail);
}
