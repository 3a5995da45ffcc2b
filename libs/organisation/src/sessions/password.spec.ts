import { describe, expect, test } from '@jest/globals';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './password.js';

describe('a password', () => {
  test('is kept as argon2id with a salt of its own', async () => {
    const [first, second] = await Promise.all([hashPassword('绩效 2017'), hashPassword('绩效 2017')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword('绩效 2017', first)).toBe(true);
    expect(await verifyPassword('绩效 2018', first)).toBe(false);
  });

  test('is the same however its characters are composed', async () => {
    expect(await verifyPassword('cafe\u0301', await hashPassword('caf\u00e9'))).toBe(true);
  });

  test.each([['secret'], ['']])('is never nobody’s: “%s”', async (password) => {
    expect(await verifyPassword(password, NOBODYS_HASH)).toBe(false);
  });

  test.each([[''], ['plain'], ['$argon2i$v=19$m=19456,t=2,p=1$AAAA$AAAA'], ['$2b$10$abc']])(
    'does not match what is no hash: “%s”',
    async (hash) => {
      expect(await verifyPassword('secret', hash)).toBe(false);
    },
  );
});
