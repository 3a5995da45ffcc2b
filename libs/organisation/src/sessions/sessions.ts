import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { DomainError, everyTenant, type Database, type Sql } from '#platform';
import { SecondFactors, wrongCode } from '../factors/second-factors.js';
import { closeOtherSessions, closeSessions } from './close-sessions.js';
import { LIVE } from './live-sessions.js';
import { openSession, refused, type OpenedSession, type Origin } from './open-session.js';
import { mustHaveTurn, NOBODYS_HASH } from './password.js';
import { awaitCode, endPending, pendingSignIn } from './pending-sign-ins.js';
import { noteRefusals } from './refusals.js';
import { countTry, forgetFailures, forgetTry, isRightTry, type Try } from './sign-in-failures.js';
import { SignInPolicy } from './sign-in-policy.js';
import { tokenHash } from './token-hash.js';

/** The password was right; the code of the second factor is to follow with this ticket, within ten minutes. */
export interface CodeAwaited {
  ticket: string;
}

interface Found {
  accountId: string;
  hash: string | null;
  isDisabled: boolean;
  hasFactor: boolean;
}

/** A session as its own holder sees it. */
export interface OwnSession extends Origin {
  sessionId: string;
  openedAt: Date;
  /** The last use, noted at most once a minute. */
  seenAt: Date;
  expiresAt: Date;
  /** Whether it is the one that asks. */
  isThis: boolean;
}

/** Opens and closes sessions. Every limit is counted by the database's clock, whatever the product's clock says. */
@Injectable()
export class Sessions {
  constructor(
    private readonly operations: OperationLog,
    private readonly policy: SignInPolicy,
    private readonly factors: SecondFactors,
  ) {}

  /**
   * Signs in with account name and password; where the account has a second factor, its code is to follow. A refused attempt stays
   * counted and noted when the refusal is thrown. Refused with `password.busy` where too many sign in at once: nothing is looked up
   * or counted then.
   */
  async open(
    database: Database,
    tenantId: string,
    credentials: { account: string; password: string },
    origin: Origin,
  ): Promise<OpenedSession | CodeAwaited> {
    mustHaveTurn();
    const account = credentials.account.trim().toLowerCase();
    const [found] = await database.query<Found>(
      `select account_id as "accountId", password_hash as hash, is_disabled as "isDisabled", factor_since is not null as "hasFactor"
         from accounts where tenant_id = $1 and account = $2`,
      [tenantId, account],
    );
    const actor = { accountId: found?.accountId ?? null, account };
    const operation = { tenantId, action: 'session.refused', actor };
    return noteRefusals({ database, operations: this.operations }, operation, async () => {
      const tryId = await this.#countTry(database, { tenantId, account, address: origin.address });
      const isRight = await isRightTry(database, tryId, credentials.password, found?.hash ?? NOBODYS_HASH);
      if (!found?.hash || !isRight || found.isDisabled) throw refused();
      const { accountId, hash } = found;
      if (!found.hasFactor) return this.#enter(database, { tenantId, accountId, account, hash }, origin);
      const ticket = await awaitCode(database, accountId, hash);
      if (ticket === null) throw refused();
      // This try is forgiven; earlier ones only once the code is right, or codes could be tried without end.
      await forgetTry(database, tryId);
      return { ticket };
    });
  }

  /** The second step: refused with `factor.code`, counted as a failed sign-in, or `session.step-over` where nothing waits. */
  async complete(
    database: Database,
    { ticket, code }: { ticket: string; code: string },
    origin: Origin,
  ): Promise<OpenedSession> {
    const pending = await pendingSignIn(database, ticket);
    const { tenantId, accountId, account } = pending;
    const operation = { tenantId, action: 'session.refused', actor: { accountId, account } };
    return noteRefusals({ database, operations: this.operations }, operation, async () => {
      await this.#countTry(database, { tenantId, account, address: origin.address });
      if (!(await this.factors.takes(database, accountId, code))) throw wrongCode('/code');
      await endPending(database, ticket);
      return this.#enter(database, pending, origin);
    });
  }

  /** The open sessions of the account to which the token belongs, last used first. */
  own(sql: Sql, accountId: string, token: string): Promise<OwnSession[]> {
    return sql.query(
      `select session_id as "sessionId", opened_at as "openedAt", seen_at as "seenAt", expires_at as "expiresAt", address, device,
              token_hash = $2 as "isThis"
         from sessions where account_id = $1 and ${LIVE} order by seen_at desc, opened_at desc`,
      [accountId, tokenHash(token)],
    );
  }

  /** Ends one session of the account, in a transaction; refused with `session.missing` where it has no such session. */
  async closeOwn(sql: Sql, accountId: string, sessionId: string): Promise<void> {
    const own = `account_id = $1 and session_id = $2 and ${LIVE}`;
    if ((await closeSessions(sql, this.operations, own, [accountId, sessionId])) === 0) throw missing();
  }

  /** Ends all sessions of the account but that of the token, in a transaction; answers how many were open. */
  closeOthers(sql: Sql, accountId: string, token: string): Promise<number> {
    return closeOtherSessions(sql, this.operations, accountId, token);
  }

  /** Ends the session, in a transaction; an unknown token is as good as ended. */
  async close(sql: Sql, token: string): Promise<void> {
    await closeSessions(sql, this.operations, `token_hash = $1`, [tokenHash(token)]);
  }

  /** Whichever tenants an address tries, its tries are counted together. */
  #countTry(database: Database, one: Try): Promise<string> {
    return everyTenant(() => countTry(database, this.policy.lockOut, one));
  }

  #enter(
    database: Database,
    { tenantId, account, accountId, hash }: { tenantId: string; account: string; accountId: string; hash?: string },
    origin: Origin,
  ): Promise<OpenedSession> {
    return database.transaction(async (sql) => {
      const opened = await openSession(sql, { accountId, ...(hash !== undefined && { hash }) }, origin);
      await forgetFailures(sql, tenantId, account);
      await this.operations.note(sql, { tenantId, action: 'session.opened', actor: { accountId, account } });
      return opened;
    });
  }
}

function missing(): DomainError {
  return new DomainError('missing', 'session.missing', {
    zh: '没有这处登录，可能已经退出。请刷新后再看。',
    en: 'You are not signed in there; it may have ended. Refresh the list.',
  });
}
