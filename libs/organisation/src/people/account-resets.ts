import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import type { Sql } from '#platform';
import { dropFactor } from '../factors/second-factors.js';
import { closeOtherSessions } from '../sessions/close-sessions.js';
import { forgetFailures } from '../sessions/sign-in-failures.js';

/** Helps whoever lost password or second factor, once somebody has made sure who they are. */
@Injectable()
export class AccountResets {
  constructor(private readonly operations: OperationLog) {}

  /**
   * Gives the account a first password again, in a transaction: the factor is off, every session ends, a lock is lifted. False where
   * the tenant has no such account, or only the sample's or a system's.
   */
  async reset(sql: Sql, tenantId: string, account: string, passwordHash: string): Promise<boolean> {
    const [reset] = await sql.query<{ accountId: string }>(
      `update accounts set password_hash = $3, password_set_at = now(), password_is_first = true
        where tenant_id = $1 and account = $2 and not is_sample and not is_system returning account_id as "accountId"`,
      [tenantId, account, passwordHash],
    );
    if (!reset) return false;
    await dropFactor(sql, reset.accountId);
    await closeOtherSessions(sql, this.operations, reset.accountId, '');
    await forgetFailures(sql, tenantId, account);
    const object = { kind: 'account', id: reset.accountId };
    await this.operations.note(sql, { tenantId, action: 'account.reset', object, details: { account } });
    return true;
  }
}
