import { randomBytes } from 'node:crypto';
import { keptFile } from '#platform';
import { SettingError } from './config.js';

const BYTES = 32;

/**
 * The key under which secrets of the database are sealed, from a file of its own: made where there is none, readable for its owner
 * alone. Throws a SettingError where the file holds anything else.
 */
export function keyFrom(path: string): Buffer {
  const key = keptFile(path, () => randomBytes(BYTES));
  if (key.length === BYTES) return key;
  throw new SettingError(
    `密钥文件 ${path} 应为 ${BYTES} 字节，实为 ${key.length} 字节。请恢复原来的文件，或更正 KEY_FILE。\nThe key file ${path} must hold ${BYTES} bytes, and holds ${key.length}. Restore the file, or correct KEY_FILE.`,
  );
}
