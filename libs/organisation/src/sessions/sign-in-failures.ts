import { DomainError, newId, type Sql } from '#platform';

const FAILURES_ALLOWED = 10;
const FAILURES_WITHIN = '15 minutes';

/**
 * Counts a try before its password is looked at, so that a burst of them is not let through together; whoever has the right one
 * is forgiven by `forgetFailures`. Refused with `session.locked` where the account was tried too often, by the name that is
 * typed, whether or not it exists. `sql` is the database itself: what is counted must stay counted when a refusal is thrown.
 */
export async function countTry(sql: Sql, tenantId: string, account: string): Promise<void> {
  if ((await triesOf(sql, tenantId, account)) >= FAILURES_ALLOWED) throw locked();
  await sql.query(`delete from sign_in_failures where failed_at <= now() - interval '${FAILURES_WITHIN}'`);
  await sql.query(`insert into sign_in_failures (failure_id, tenant_id, account) values ($1, $2, $3)`, [
    newId(),
    tenantId,
    account,
  ]);
  if ((await triesOf(sql, tenantId, account)) > FAILURES_ALLOWED) throw locked();
}

/** The right password came. */
export async function forgetFailures(sql: Sql, tenantId: string, account: string): Promise<void> {
  await sql.query(`delete from sign_in_failures where tenant_id = $1 and account = $2`, [tenantId, account]);
}

async function triesOf(sql: Sql, tenantId: string, account: string): Promise<number> {
  const [counted] = await sql.query<{ tries: number }>(
    `select count(*)::int as tries from sign_in_failures
      where tenant_id = $1 and account = $2 and failed_at > now() - interval '${FAILURES_WITHIN}'`,
    [tenantId, account],
  );
  return counted?.tries ?? 0;
}

function locked(): DomainError {
  return new DomainError('too-many', 'session.locked', {
    zh: `该账号 15 分钟内登录失败已达 ${FAILURES_ALLOWED} 次，暂时锁定。请等 15 分钟后再试，或联系系统管理员。`,
    en: `Signing in to this account failed ${FAILURES_ALLOWED} times within 15 minutes, so it is locked for now. Wait 15 minutes, or ask the administrator.`,
  });
}
