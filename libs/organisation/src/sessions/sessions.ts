import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { OperationLog, originNow, type OperationActor } from '#audit';
import { DomainError, newId, type Database, type Sql } from '#platform';
import { LIVE } from './live-sessions.js';
import { NOBODYS_HASH, verifyPassword } from './password.js';
import { countTry, forgetFailures } from './sign-in-failures.js';
import { tokenHash } from './token-hash.js';

export interface OpenedSession {
  /** Given to the browser once; only its hash is kept. */
  token: string;
  accountId: string;
  /** When the session ends however much it is used. */
  expiresAt: Date;
}

/** From where a session is opened, as far as the server can tell. */
export interface Origin {
  address: string | null;
  /** What the browser calls itself. */
  device: string;
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

interface Ended {
  tenantId: string;
  sessionId: string;
  accountId: string;
  account: string;
}

/** Of a session that is deleted: whose it was. */
const ENDED = `tenant_id as "tenantId", session_id as "sessionId", account_id as "accountId",
  (select account from accounts a where a.account_id = sessions.account_id) as account`;

const DEVICE_LENGTH = 300;
const ABSOLUTE = '12 hours';

/** Opens and closes sessions. Every limit is counted by the database's clock, whatever the product's clock says. */
@Injectable()
export class Sessions {
  constructor(private readonly operations: OperationLog) {}

  /** Signs in with account name and password; a refused attempt stays counted and noted when the refusal is thrown. */
  async open(
    database: Database,
    tenantId: string,
    credentials: { account: string; password: string },
    origin: Origin,
  ): Promise<OpenedSession> {
    const account = credentials.account.trim().toLowerCase();
    const actor = { accountId: null, account };
    await countTry(database, { tenantId, account, address: origin.address }).catch(async (error: unknown) => {
      if (error instanceof DomainError) await this.#noteRefusal(database, tenantId, actor, error);
      throw error;
    });
    const [found] = await database.query<{ accountId: string; hash: string; isDisabled: boolean }>(
      `select account_id as "accountId", password_hash as hash, is_disabled as "isDisabled"
         from accounts where tenant_id = $1 and account = $2`,
      [tenantId, account],
    );
    const isRight = await verifyPassword(credentials.password, found?.hash ?? NOBODYS_HASH);
    const known = { ...actor, accountId: found?.accountId ?? null };
    if (found === undefined || !isRight || found.isDisabled) {
      await this.#noteRefusal(database, tenantId, known, refused());
      throw refused();
    }
    return database.transaction(async (sql) => {
      const opened = await openFor(sql, found, origin);
      await forgetFailures(sql, tenantId, account);
      await this.operations.note(sql, { tenantId, action: 'session.opened', actor: known });
      return opened;
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
    const ended = await sql.query<Ended>(
      `delete from sessions where account_id = $1 and session_id = $2 and ${LIVE} returning ${ENDED}`,
      [accountId, sessionId],
    );
    if (ended.length === 0) throw missing();
    await this.#noteEnd(sql, ended);
  }

  /** Ends all sessions of the account but that of the token, in a transaction; answers how many were open. */
  async closeOthers(sql: Sql, accountId: string, token: string): Promise<number> {
    const ended = await sql.query<Ended>(
      `delete from sessions where account_id = $1 and token_hash <> $2 and ${LIVE} returning ${ENDED}`,
      [accountId, tokenHash(token)],
    );
    await this.#noteEnd(sql, ended);
    return ended.length;
  }

  /** Ends the session, in a transaction; an unknown token is as good as ended. */
  async close(sql: Sql, token: string): Promise<void> {
    const ended = await sql.query<Ended>(`delete from sessions where token_hash = $1 returning ${ENDED}`, [
      tokenHash(token),
    ]);
    await this.#noteEnd(sql, ended);
  }

  #noteEnd(sql: Sql, ended: Ended[]): Promise<void> {
    return this.operations.note(
      sql,
      ended.map(({ tenantId, sessionId, accountId, account }) => ({
        tenantId,
        action: 'session.ended',
        object: { kind: 'session', id: sessionId },
        actor: originNow()?.actor ?? { accountId, account },
      })),
    );
  }

  /** Once a minute, however often a locked door is tried. */
  #noteRefusal(database: Database, tenantId: string, actor: OperationActor, { code }: DomainError): Promise<void> {
    const refusal = { tenantId, action: 'session.refused', outcome: 'refused' as const, actor, details: { code } };
    return code === 'session.refused'
      ? this.operations.note(database, refusal)
      : this.operations.noteSparingly(database, refusal, actor.account ?? '');
  }
}

/** Refused where the account was disabled, or its password changed, while that was looked at. */
async function openFor(
  sql: Sql,
  { accountId, hash }: { accountId: string; hash: string },
  origin: Origin,
): Promise<OpenedSession> {
  const token = randomBytes(32).toString('base64url');
  await sql.query(`delete from sessions where expires_at <= now()`);
  const [opened] = await sql.query<{ expiresAt: Date }>(
    `insert into sessions (session_id, token_hash, tenant_id, account_id, expires_at, address, device)
     select $1, $2, tenant_id, account_id, now() + interval '${ABSOLUTE}', $5, $6
       from accounts where account_id = $3 and password_hash = $4 and not is_disabled for share
     returning expires_at as "expiresAt"`,
    [newId(), tokenHash(token), accountId, hash, origin.address, origin.device.slice(0, DEVICE_LENGTH)],
  );
  if (opened === undefined) throw refused();
  return { token, accountId, expiresAt: opened.expiresAt };
}

function missing(): DomainError {
  return new DomainError('missing', 'session.missing', {
    zh: '没有这处登录，可能已经退出。请刷新后再看。',
    en: 'You are not signed in there; it may have ended. Refresh the list.',
  });
}

function refused(): DomainError {
  return new DomainError('unauthenticated', 'session.refused', {
    zh: '账号或密码不正确，请核对后重新输入。',
    en: 'Account or password is wrong. Check both and try again.',
  });
}
