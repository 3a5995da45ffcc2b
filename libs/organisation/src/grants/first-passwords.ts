import { drawnPassword } from '../sessions/drawn-password.js';
import { hashPassword } from '../sessions/password.js';
import type { PlannedChange } from './planned-change.js';

/** A first password as it is shown once, with all that is kept of it. */
export interface HashedPassword {
  account: string;
  password: string;
  hash: string;
}

/** First passwords for the accounts that are added or reset, hashed one after the other, for each takes its share of memory. */
export async function firstPasswords(changes: readonly PlannedChange[]): Promise<HashedPassword[]> {
  const passwords: HashedPassword[] = [];
  for (const change of changes) {
    if (change.do !== 'add' && change.do !== 'reset') continue;
    const password = drawnPassword();
    passwords.push({ account: change.account, password, hash: await hashPassword(password) });
  }
  return passwords;
}
