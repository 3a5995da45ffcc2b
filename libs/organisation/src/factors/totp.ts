import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 as every authenticator app reads it: SHA-1, six digits, thirty seconds. */
const STEP_SECONDS = 30;
const DIGITS = 6;
/** A clock may be one step off, either way. */
const TOLERANCE = 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of one step. This is a pure function. */
export function codeOf(secret: Buffer, step: number, digits = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 0xf;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/**
 * The step to which a code belongs, at an instant in seconds since 1970; null where it is none of the steps around it, or not
 * later than the step that was used last. This is a pure function.
 */
export function stepOf(secret: Buffer, code: string, seconds: number, usedLast: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const now = Math.floor(seconds / STEP_SECONDS);
  for (let step = now - TOLERANCE; step <= now + TOLERANCE; step += 1) {
    const expected = codeOf(secret, step);
    const isRight = timingSafeEqual(Buffer.from(code), Buffer.from(expected));
    if (isRight && step > usedLast) return step;
  }
  return null;
}

/** RFC 4648 without padding, as authenticator apps take a secret that is typed. This is a pure function. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[parseInt(five.padEnd(5, '0'), 2)]).join('');
}

/** The address that an authenticator app reads from a QR code. This is a pure function. */
export function enrolmentUri(issuer: string, account: string, secret: Buffer): string {
  const label = [issuer, account].map(encodeURIComponent).join(':');
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
}
