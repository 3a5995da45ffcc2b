import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SecretBox } from './secret-box.js';

const key = randomBytes(32);
const box = new SecretBox(() => key);
const secret = Buffer.from('挂图作战');

describe('a secret box', () => {
  test('opens what it sealed, under its name alone', () => {
    const sealed = box.seal(secret, 'mine');
    expect(box.open(sealed, 'mine')).toEqual(secret);
    expect(box.open(sealed, 'yours')).toBeNull();
    expect(new SecretBox(() => randomBytes(32)).open(sealed, 'mine')).toBeNull();
  });

  test('seals the same differently each time, and shows nothing of it', () => {
    const [one, other] = [box.seal(secret, 'mine'), box.seal(secret, 'mine')];
    expect(one).not.toEqual(other);
    expect(one.includes(secret)).toBe(false);
  });

  test('finds out every bit that was changed, and what was cut off', () => {
    const sealed = box.seal(secret, 'mine');
    for (let byte = 0; byte < sealed.length; byte += 1) {
      const changed = Buffer.from(sealed);
      changed[byte] = (changed[byte] ?? 0) ^ 1;
      expect(box.open(changed, 'mine')).toBeNull();
      expect(box.open(sealed.subarray(0, byte), 'mine')).toBeNull();
    }
  });

  test('marks the same alike under one key, and differently under another', () => {
    expect(box.mark('code')).toEqual(new SecretBox(() => key).mark('code'));
    expect(box.mark('code')).not.toEqual(new SecretBox(() => randomBytes(32)).mark('code'));
  });
});
