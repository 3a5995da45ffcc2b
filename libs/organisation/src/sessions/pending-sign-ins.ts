import { randomBytes } from 'node:crypto';
import { DomainError, type Sql } from '#platform';
import { tokenHash } from './token-hash.js';

const LIVE = `made_at > now() - interval '10 minutes'`;

/** A sign-in that waits for its code. */
export interface PendingSignIn {
  tenantId: string;
  accountId: string;
  account: string;
}

/**
 * A ticket with which the code is to be brought within ten minutes. Null where another password was set meanwhile, or the account
 * disabled.
 */
export async function awaitCode(sql: Sql, accountId: string, hash: string): Promise<string | null> {
  const ticket = randomBytes(32).toString('base64url');
  await sql.query(`delete from pending_sign_ins where not (${LIVE})`);
  const waiting = await sql.query(
    `insert into pending_sign_ins (ticket_hash, tenant_id, account_id)
     select $1, tenant_id, account_id from accounts where account_id = $2 and password_hash = $3 and not is_disabled for share
     returning 1`,
    [tokenHash(ticket), accountId, hash],
  );
  return waiting.length > 0 ? ticket : null;
}

/** Refused with `session.step-over` where no sign-in waits with this ticket. */
export async function pendingSignIn(sql: Sql, ticket: string): Promise<PendingSignIn> {
  const [pending] = await sql.query<PendingSignIn>(
    `select p.tenant_id as "tenantId", account_id as "accountId", account
       from pending_sign_ins p join accounts using (account_id) where ticket_hash = $1 and ${LIVE}`,
    [tokenHash(ticket)],
  );
  if (!pending) throw isOver();
  return pending;
}

/** The sign-in waits no more; refused with `session.step-over` where it had ended already. */
export async function endPending(sql: Sql, ticket: string): Promise<void> {
  const ended = await sql.query(`delete from pending_sign_ins where ticket_hash = $1 returning 1`, [tokenHash(ticket)]);
  if (ended.length === 0) throw isOver();
}

function isOver(): DomainError {
  return new DomainError('unauthenticated', 'session.step-over', {
    zh: '登录等候验证码已超过十分钟，或已失效。请重新输入账号和密码。',
    en: 'This sign-in has waited for its code for more than ten minutes, or is void. Enter account and password again.',
  });
}
