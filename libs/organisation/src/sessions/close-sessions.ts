import { originNow, type OperationLog } from '#audit';
import type { Sql } from '#platform';
import { LIVE } from './live-sessions.js';
import { tokenHash } from './token-hash.js';

interface Ended {
  tenantId: string;
  sessionId: string;
  accountId: string;
  account: string;
}

/**
 * Ends the sessions that the condition on `sessions` names, in a transaction, and notes each; answers how many there were.
 */
export async function closeSessions(
  sql: Sql,
  operations: OperationLog,
  condition: string,
  parameters: unknown[],
): Promise<number> {
  const ended = await sql.query<Ended>(
    `delete from sessions where ${condition}
     returning tenant_id as "tenantId", session_id as "sessionId", account_id as "accountId",
               (select account from accounts a where a.account_id = sessions.account_id) as account`,
    parameters,
  );
  await operations.note(
    sql,
    ended.map(({ tenantId, sessionId, accountId, account }) => ({
      tenantId,
      action: 'session.ended',
      object: { kind: 'session', id: sessionId },
      actor: originNow()?.actor ?? { accountId, account },
    })),
  );
  return ended.length;
}

/**
 * Ends all sessions of the account but that of the token, and sign-ins whose code is still to come, in a transaction; answers how
 * many sessions were open.
 */
export async function closeOtherSessions(
  sql: Sql,
  operations: OperationLog,
  accountId: string,
  token: string,
): Promise<number> {
  await sql.query(`delete from pending_sign_ins where account_id = $1`, [accountId]);
  return closeSessions(sql, operations, `account_id = $1 and token_hash <> $2 and ${LIVE}`, [
    accountId,
    tokenHash(token),
  ]);
}
