import { describe, expect, test } from '@jest/globals';
import { isKnown } from './known-passwords.js';
import { leakedPasswords } from './leaked-passwords.js';
import { passwordProblems } from './password-rules.js';
import { SignInPolicy } from './sign-in-policy.js';

describe('a known password', () => {
  test.each([
    'woaini1314',
    'Woaini1314!',
    'WOAINI5201314',
    'Woaini-520',
    'ｗｏａｉｎｉ１３１４',
    'Admin@123456',
    'Admin123!@#',
    'P@ssw0rd2026',
    '2026P@ssw0rd!',
    'Zhang123456',
    'Li5201314!!',
    'Abc@123456',
    'Qwer1234!@#$',
    'Huawei@123',
    'Wodemima123.',
    'Woaizhongguo1949',
    'Zxcvbnm123,./',
    'Monkey19861010',
    'Elephant!',
    'WoainiWoaini',
    'Hangzhou@2026',
    'weirenminfuwu666',
    '为人民服务2026!',
    '5201314.Woaini',
  ])('“%s”', (password) => {
    expect(isKnown(password)).toBe(true);
  });
});

describe('no known password', () => {
  test.each([
    '',
    '\n',
    'kaoping-2017',
    'Kaoping-2017',
    '绩效考评办公室 2017a',
    'correct horse battery',
    '梧桐树下听了一夜的雨声',
    'river stones at noon',
    'Zhang8305174296',
    'Monkey-48219375',
    'xK7mPq2vRt9w',
    'woaini 和梧桐',
    '👍'.repeat(12),
    '\ud83d half of a character',
    '\udc4d',
    'x7'.repeat(500),
  ])('“%s”', (password) => {
    expect(isKnown(password)).toBe(false);
  });
});

// ASVS 5 6.2.4: the top 3000 of those that are long enough.
test.each(['mlps', 'asvs'] as const)('the 3000 most frequent that are long enough are refused by %s', (profile) => {
  const { password: policy } = new SignInPolicy(profile);
  const top = [...new Set(leakedPasswords())].filter((known) => [...known].length >= policy.least).slice(0, 3000);
  expect(top).toHaveLength(3000);
  const taken = top.filter(
    (known) =>
      !passwordProblems(policy, known, { account: '' }, '/password').some(({ code }) => code === 'password.leaked'),
  );
  expect(taken).toEqual([]);
});
