import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Secret, TOTP, URI } from 'otpauth';
import { base32, codeOf, enrolmentUri, stepOf } from './totp.js';

const RFC_SECRET = Buffer.from('12345678901234567890');

describe('a code', () => {
  // RFC 6238, appendix B, SHA-1.
  test.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('at second %i is %s', (seconds, code) => {
    expect(codeOf(RFC_SECRET, Math.floor(seconds / 30), 8)).toBe(code);
  });

  test('is what a second implementation says, whatever the secret and the time', () => {
    for (let round = 0; round < 500; round += 1) {
      const bytes = randomBytes(20);
      const seconds = Math.floor(Math.random() * 4e9);
      const other = new TOTP({ secret: new Secret({ buffer: new Uint8Array(bytes).buffer }) });
      expect(codeOf(bytes, Math.floor(seconds / 30))).toBe(other.generate({ timestamp: seconds * 1000 }));
    }
  });

  test.each([
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
  ])('of a clock %i steps off is taken: %s', (drift, isTaken) => {
    const now = 1_800_000_015;
    const step = Math.floor(now / 30) + drift;
    expect(stepOf(RFC_SECRET, codeOf(RFC_SECRET, step), now, 0)).toBe(isTaken ? step : null);
  });

  test('is taken once: neither it nor an earlier one follows', () => {
    const now = 1_800_000_015;
    const step = Math.floor(now / 30);
    for (const drift of [-1, 0]) expect(stepOf(RFC_SECRET, codeOf(RFC_SECRET, step + drift), now, step)).toBeNull();
    expect(stepOf(RFC_SECRET, codeOf(RFC_SECRET, step + 1), now, step)).toBe(step + 1);
  });

  test.each(['', '12345', '1234567', '一二三四五六', '０００００００'])('is never “%s”', (code) => {
    expect(stepOf(RFC_SECRET, code, 1_800_000_015, 0)).toBeNull();
  });
});

test('an app that reads the QR code has the same secret and shows the same codes', () => {
  const secret = randomBytes(20);
  const read = URI.parse(enrolmentUri('考评 Kaoping', 'hz.admin', secret));
  expect([read.issuer, read.label, read.secret.base32]).toEqual(['考评 Kaoping', 'hz.admin', base32(secret)]);
  expect((read as TOTP).generate({ timestamp: 1_800_000_015_000 })).toBe(codeOf(secret, 60_000_000));
});
