import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hasCode, keptFile } from '#platform';

const PRIVATE = 'signing-key.pem';
const PUBLIC = 'public-key.pem';

/** The Ed25519 key of this folder; made where there is none, as its public half beside it. */
export function signingKey(folder: string): KeyObject {
  const fresh = (): Buffer | string =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const key = createPrivateKey(keptFile(`${folder}/${PRIVATE}`, fresh));
  keptFile(`${folder}/${PUBLIC}`, () => createPublicKey(key).export({ type: 'spki', format: 'pem' }), 0o644);
  return key;
}

/** The key by which checkpoints of this folder are proved; null where none was made. */
export async function publicKey(folder: string): Promise<KeyObject | null> {
  try {
    return createPublicKey(await readFile(`${folder}/${PUBLIC}`));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** What a key is called. */
export function fingerprint(key: KeyObject): string {
  const der = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('base64url').slice(0, 16);
}
