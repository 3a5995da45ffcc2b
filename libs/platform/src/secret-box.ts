import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/**
 * Seals what the database must not tell whoever only reads the database: AES-256-GCM, under a key that lies elsewhere. What is
 * sealed belongs to a name, and opens under that name alone.
 */
export class SecretBox {
  #key: Buffer | null = null;

  /** `readKey` is called when the box is used for the first time: 32 bytes. */
  constructor(private readonly readKey: () => Buffer) {}

  seal(secret: Buffer, name: string): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.#keyFor('seal'), nonce).setAAD(Buffer.from(name));
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  /** Null where it was sealed with another key, under another name, or was changed since. */
  open(sealed: Buffer, name: string): Buffer | null {
    if (sealed.length < NONCE + TAG) return null;
    const nonce = sealed.subarray(0, NONCE);
    const decipher = createDecipheriv('aes-256-gcm', this.#keyFor('seal'), nonce, { authTagLength: TAG });
    decipher.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(-TAG));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    } catch {
      // The one thing that `final` throws: what was sealed is not what lies here.
      return null;
    }
  }

  /** A keyed hash: who reads the database cannot try out what it may be the hash of. */
  mark(text: string): Buffer {
    return createHmac('sha256', this.#keyFor('mark')).update(text).digest();
  }

  #keyFor(use: string): Buffer {
    this.#key ??= this.readKey();
    return Buffer.from(hkdfSync('sha256', this.#key, '', `kaoping ${use}`, 32));
  }
}
