import { describe, expect, test } from '@jest/globals';
import { scrubbed, scrubbedText } from './scrub.js';

describe('a text in the log', () => {
  test.each([
    ['cookie: __Host-kaoping_session=AbC.def-1; Path=/', 'cookie: __Host-kaoping_session=[…]; Path=/'],
    ['authorization: Bearer eyJhbGciOi.J9', 'authorization: Bearer […]'],
    ['connect postgres://kaoping:s3cr3t@db:5432/k failed', 'connect postgres://[…]@db:5432/k failed'],
    ['{"password":"kaoping 2017","x":1}', '{"password":[…],"x":1}'],
    ['password=kaoping-2017&x', 'password=[…]&x'],
    ['the code ABCDE-FGH23-45678-PQRST is wrong', 'the code [code] is wrong'],
    ['$argon2id$v=19$m=19456,t=2,p=1$abc$def', '[hash]'],
    ['token 0123456789abcdefghijABCDEFGHIJ0123456789_-abc', 'token [token]'],
    ['身份证330106199001011234，电话13805710000', '身份证[id]，电话[phone]'],
    ['call +86 138 0571 0000', 'call [phone]'],
    ['550 no such user li.ming@hz.gov.cn', '550 no such user […]@hz.gov.cn'],
    ['Key (account)=(hz-hbj.operator) already exists', 'Key (account)=([…]) already exists'],
  ])('%j becomes %j', (text, safe) => {
    expect(scrubbedText(text)).toBe(safe);
  });

  test.each([
    ['case 01951111-1111-7111-8111-111111111111 at /srv/kaoping/dist/libs/engine/src/outbox.js:106:12'],
    ['message mail.send did not leave at attempt 3: Error: connect ECONNREFUSED 127.0.0.1:25'],
    ['期限 2017-01-03，编号 20170103'],
  ])('%j stays as it is', (text) => {
    expect(scrubbedText(text)).toBe(text);
  });

  test('ends', () => {
    expect(scrubbedText('字'.repeat(5_000))).toHaveLength(4_000 + '… (5000)'.length);
  });
});

test('fields that hold secrets are left out at any depth, and so is all that an error carries', () => {
  const error = Object.assign(new Error('insert failed'), {
    parameters: ['13805710000'],
    query: 'INSERT …',
    code: '23505',
  });
  const said = scrubbed({
    a: { newPassword: 'x', setup_code: 'y', deep: [{ cookie: 'z' }] },
    mailBody: '正文',
    err: error,
  });
  expect(said).toMatchObject({
    a: { newPassword: '[…]', setup_code: '[…]', deep: [{ cookie: '[…]' }] },
    mailBody: '[…]',
    err: { type: 'Error', message: 'insert failed', reason: '23505' },
  });
  expect(JSON.stringify(said)).not.toMatch(/13805710000|INSERT|正文/);
});
