import { expect, test } from '@jest/globals';
import { DomainError } from '#platform';
import { accountOptions } from './account-add.js';

const words = (text: string): string[] => text.split(' ');

test('names an account, whose it is, and the posts that it holds', () => {
  const said = words(
    'hbj.li --name 市环保局经办人 --email hbj@hz.example --post unit.operator@HZ-HBJ --post unit.leader@HZ-HBJ',
  );
  expect(accountOptions(said)).toEqual({
    account: 'hbj.li',
    name: '市环保局经办人',
    email: 'hbj@hz.example',
    posts: [
      { post: 'unit.operator', unitCode: 'HZ-HBJ' },
      { post: 'unit.leader', unitCode: 'HZ-HBJ' },
    ],
  });
});

test.each([
  '',
  'hbj',
  'hbj --name x --email a@b',
  'hbj other --name x --email a@b --post leadership@HZ',
  'hbj --name x --email a@b --post leadership@HZ --password 123',
  '--name x --email a@b --post leadership@HZ',
])('cannot be read: “%s”', (text) => {
  expect(accountOptions(words(text))).toBeNull();
});

test.each([
  ['Li --name x --email a@b --post leadership@HZ', '小写字母'],
  ['li --name x --email nobody --post leadership@HZ', '邮箱'],
  ['li --name x --email a@b --post mayor@HZ', 'leadership（党委政府领导）'],
  ['li --name x --email a@b --post leadership', '岗位@单位代码'],
  ['li --name x --email a@b --post leadership@', '岗位@单位代码'],
])('is refused with what to mend: “%s”', (text, hint) => {
  const refusal = ((): unknown => {
    try {
      return accountOptions(words(text));
    } catch (error) {
      return error;
    }
  })();
  if (!(refusal instanceof DomainError)) throw new Error('it was let through');
  expect([refusal.code, refusal.detail.zh]).toEqual(['account.unfit', expect.stringContaining(hint)]);
});
