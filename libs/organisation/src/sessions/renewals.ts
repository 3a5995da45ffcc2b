import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { Database, DomainError } from '#platform';
import { mustKnowPassword, type Ground, type Known } from './own-password.js';
import { SignInPolicy } from './sign-in-policy.js';
import { tokenHash } from './token-hash.js';

/** Lets somebody who is signed in prove again who they are, before a sensitive act. */
@Injectable()
export class Renewals {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationLog,
    private readonly policy: SignInPolicy,
  ) {}

  get #ground(): Ground {
    const { database, operations, policy } = this;
    return { database, operations, policy };
  }

  /** The session of the token counts as fresh again; refused with `password.wrong` at `/password`, as sign-ins are locked, and with `session.needed` where it is none. */
  async byPassword(token: string, password: string): Promise<void> {
    const [known] = await this.database.query<Known>(
      `select a.tenant_id as "tenantId", a.account_id as "accountId", account, password_hash as hash
         from sessions s join accounts a using (account_id) where token_hash = $1`,
      [tokenHash(token)],
    );
    if (!known) throw justEnded();
    const action = 'session.renewed';
    await mustKnowPassword(this.#ground, known, { password, pointer: '/password', action });
    await this.database.transaction(async (sql) => {
      await sql.query(`update sessions set verified_at = now() where token_hash = $1`, [tokenHash(token)]);
      await this.operations.note(sql, { tenantId: known.tenantId, action });
    });
  }
}

/** The session was there when the request came, and somebody ended it meanwhile. */
function justEnded(): DomainError {
  return new DomainError('unauthenticated', 'session.needed', {
    zh: '会话刚刚已结束，没有重新确认。请重新登录。',
    en: 'The session has just been ended; nothing was renewed. Sign in again.',
  });
}
