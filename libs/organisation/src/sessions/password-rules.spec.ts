import { describe, expect, test } from '@jest/globals';
import { passwordProblems, passwordRules } from './password-rules.js';
import { SignInPolicy } from './sign-in-policy.js';

const problems = (profile: 'mlps' | 'asvs', password: string) =>
  passwordProblems(
    new SignInPolicy(profile).password,
    password,
    { account: 'admin', names: ['杭州市', 'hangzhou'] },
    '/password',
  );

describe('by the profile mlps', () => {
  test.each([
    ['Kaoping-2017', 0],
    ['kaoping-2017', 0],
    ['绩效考评办公室 2017a', 0],
    ['Aa1-Aa1-A', 1],
    ['kaopingkaoping', 1],
    ['short', 3],
    ['admin', 4],
    ['xADMIN-2017', 1],
    ['Woaini1314!', 1],
    ['', 2],
    ['👍👍👍👍👍👍👍A1', 2],
  ])('“%s” has %i problems', (password, count) => {
    expect(problems('mlps', password)).toHaveLength(count);
  });
});

describe('by the profile asvs', () => {
  test.each([
    ['correct horse battery', 0],
    ['梧桐树下听了一夜的雨声', 1],
    ['梧桐树下听了一夜的雨声呀呀', 0],
    ['correcthorse', 0],
    ['correcthors', 1],
    ['password1234', 2],
    ['P@ssw0rd-2026', 2],
    ['qwertyuiop123', 2],
    ['1qaz2wsx3edc', 2],
    ['aaaaaaaaaaaaaaaa', 2],
    ['abcabcabcabcabc', 2],
    ['Kaoping-Admin-2026', 1],
    ['杭州市考评管理员 2026 年', 1],
    ['hangzhou kaoping xy', 1],
    ['hangzhou kaoping mosaic7tiles', 0],
    ['', 2],
    ['x'.repeat(12), 2],
    [`${'x'.repeat(128)} river stones`, 0],
  ])('“%s” has %i problems', (password, count) => {
    expect(problems('asvs', password)).toHaveLength(count);
  });
});

test('the rules that are read beforehand hold every rule that is refused for', () => {
  for (const profile of ['mlps', 'asvs'] as const) {
    const rules = passwordRules(new SignInPolicy(profile).password);
    for (const { message } of problems(profile, 'admin')) expect(rules).toContainEqual(message);
  }
});
