import { randomInt } from 'node:crypto';

/** Without those that are mistaken for one another: read off a screen and typed. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 16;
const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/];

/** A password of small letters, capitals and digits, 93 bits of chance; to be shown once, and changed by its holder. */
export function drawnPassword(): string {
  for (;;) {
    const password = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    if (CLASSES.every((one) => one.test(password))) return password;
  }
}
