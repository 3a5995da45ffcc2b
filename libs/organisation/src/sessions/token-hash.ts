import { hash } from 'node:crypto';

/** What is kept of a session's token. */
export function tokenHash(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
