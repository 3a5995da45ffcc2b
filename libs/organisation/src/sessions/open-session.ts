import { randomBytes } from 'node:crypto';
import { DomainError, newId, type Sql } from '#platform';
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

const DEVICE_LENGTH = 300;
const ABSOLUTE = '12 hours';

/**
 * Opens a session for an account that has proved who it is. `hash`: of the password that was compared; refused where another was
 * set meanwhile, or the account disabled.
 */
export async function openSession(
  sql: Sql,
  { accountId, hash, method = 'password' }: { accountId: string; hash?: string; method?: 'password' | 'oidc' },
  origin: Origin,
): Promise<OpenedSession> {
  const token = randomBytes(32).toString('base64url');
  await sql.query(`delete from sessions where expires_at <= now()`);
  const [opened] = await sql.query<{ expiresAt: Date }>(
    `insert into sessions (session_id, token_hash, tenant_id, account_id, expires_at, address, device, method)
     select $1, $2, tenant_id, account_id, now() + interval '${ABSOLUTE}', $5, $6, $7
       from accounts where account_id = $3 and ($4::text is null or password_hash = $4) and not is_disabled for share
     returning expires_at as "expiresAt"`,
    [newId(), tokenHash(token), accountId, hash ?? null, origin.address, origin.device.slice(0, DEVICE_LENGTH), method],
  );
  if (opened === undefined) throw refused();
  return { token, accountId, expiresAt: opened.expiresAt };
}

/** The one answer to an unknown account, a wrong password, and an account that is disabled. */
export function refused(): DomainError {
  return new DomainError('unauthenticated', 'session.refused', {
    zh: '账号或密码不正确，请核对后重新输入。',
    en: 'Account or password is wrong. Check both and try again.',
  });
}
