import { randomInt } from 'node:crypto';
import { passwordProblems, type SignInPolicy } from '#organisation';

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 16;

/** A password of mixed letters and digits, as the rules want it. */
export function drawnPassword(policy: SignInPolicy, account: string): string {
  for (;;) {
    const password = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    if (passwordProblems(policy.password, password, { account }, '').length === 0) return password;
  }
}
