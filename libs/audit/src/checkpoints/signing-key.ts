import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

const PRIVATE = 'signing-key.pem';
const PUBLIC = 'public-key.pem';

/** The Ed25519 key of this folder; made, with its public half beside it, where there is none. */
export async function signingKey(folder: string): Promise<KeyObject> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = generateKeyPairSync('ed25519');
  const pem = made.privateKey.export({ type: 'pkcs8', format: 'pem' });
  // Only the first of several processes keeps its own.
  const isMine = await writeFile(`${folder}/${PRIVATE}`, pem, { mode: 0o600, flag: 'wx' }).then(
    () => true,
    (error: unknown) => {
      if (hasCode(error, 'EEXIST')) return false;
      throw error;
    },
  );
  if (isMine) await writeFile(`${folder}/${PUBLIC}`, made.publicKey.export({ type: 'spki', format: 'pem' }));
  return createPrivateKey(await readFile(`${folder}/${PRIVATE}`));
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

/** Whether the file system answered with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
