import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError, newId, type Sql } from '#platform';
import { NOBODYS_HASH, verifyPassword } from './password.js';
import { tokenHash } from './token-hash.js';

export interface OpenedSession {
  /** Given to the browser once; only its hash is kept. */
  token: string;
  accountId: string;
  /** When the session ends however much it is used. */
  expiresAt: Date;
}

const ABSOLUTE = '12 hours';
const FAILURES_ALLOWED = 10;
const FAILURES_WITHIN = '15 minutes';

/** Opens and closes sessions. Every limit is counted by the database's clock, whatever the product's clock says. */
@Injectable()
export class Sessions {
  /**
   * Signs in with account name and password. `sql` is the database itself, not a transaction: a refused attempt is
   * counted, and must stay counted when the refusal is thrown.
   */
  async open(sql: Sql, tenantId: string, credentials: { account: string; password: string }): Promise<OpenedSession> {
    const account = credentials.account.trim().toLowerCase();
    await refuseLocked(sql, tenantId, account);
    const [found] = await sql.query<{ accountId: string; hash: string; isDisabled: boolean }>(
      `select account_id as "accountId", password_hash as hash, is_disabled as "isDisabled"
         from accounts where tenant_id = $1 and account = $2`,
      [tenantId, account],
    );
    const isRight = await verifyPassword(credentials.password, found?.hash ?? NOBODYS_HASH);
    if (found === undefined || !isRight || found.isDisabled) {
      await countFailure(sql, tenantId, account);
      throw refused();
    }
    await sql.query(`delete from sign_in_failures where tenant_id = $1 and account = $2`, [tenantId, account]);
    return openFor(sql, tenantId, found.accountId);
  }

  /** Ends the session; an unknown token is as good as ended. */
  async close(sql: Sql, token: string): Promise<void> {
    await sql.query(`delete from sessions where token_hash = $1`, [tokenHash(token)]);
  }
}

async function openFor(sql: Sql, tenantId: string, accountId: string): Promise<OpenedSession> {
  const token = randomBytes(32).toString('base64url');
  await sql.query(`delete from sessions where expires_at <= now()`);
  const [opened] = await sql.query<{ expiresAt: Date }>(
    `insert into sessions (token_hash, tenant_id, account_id, expires_at)
     values ($1, $2, $3, now() + interval '${ABSOLUTE}')
     returning expires_at as "expiresAt"`,
    [tokenHash(token), tenantId, accountId],
  );
  if (opened === undefined) throw new Error('the database kept no session');
  return { token, accountId, expiresAt: opened.expiresAt };
}

async function refuseLocked(sql: Sql, tenantId: string, account: string): Promise<void> {
  const [counted] = await sql.query<{ failures: number }>(
    `select count(*)::int as failures from sign_in_failures
      where tenant_id = $1 and account = $2 and failed_at > now() - interval '${FAILURES_WITHIN}'`,
    [tenantId, account],
  );
  if ((counted?.failures ?? 0) < FAILURES_ALLOWED) return;
  throw new DomainError('too-many', 'session.locked', {
    zh: `该账号 15 分钟内登录失败已达 ${FAILURES_ALLOWED} 次，暂时锁定。请等 15 分钟后再试，或联系系统管理员。`,
    en: `Signing in to this account failed ${FAILURES_ALLOWED} times within 15 minutes, so it is locked for now. Wait 15 minutes, or ask the administrator.`,
  });
}

async function countFailure(sql: Sql, tenantId: string, account: string): Promise<void> {
  await sql.query(`delete from sign_in_failures where failed_at <= now() - interval '${FAILURES_WITHIN}'`);
  await sql.query(`insert into sign_in_failures (failure_id, tenant_id, account) values ($1, $2, $3)`, [
    newId(),
    tenantId,
    account,
  ]);
}

function refused(): DomainError {
  return new DomainError('unauthenticated', 'session.refused', {
    zh: '账号或密码不正确，请核对后重新输入。',
    en: 'Account or password is wrong. Check both and try again.',
  });
}
