import { createHash } from 'node:crypto';

/** What is kept of a session's token. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
