import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SettingError } from './config.js';

const BYTES = 32;

/**
 * The key under which secrets of the database are sealed, from a file of its own: made where there is none, readable for its owner
 * alone. Throws a SettingError where the file holds anything else.
 */
export function keyFrom(path: string): Buffer {
  const key = read(path) ?? make(path);
  if (key.length === BYTES) return key;
  throw new SettingError(
    `密钥文件 ${path} 应为 ${BYTES} 字节，实为 ${key.length} 字节。请恢复原来的文件，或更正 KEY_FILE。\nThe key file ${path} must hold ${BYTES} bytes, and holds ${key.length}. Restore the file, or correct KEY_FILE.`,
  );
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Written aside and linked into place: of processes that start together, one makes the key and all read it. */
function make(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, randomBytes(BYTES), { mode: 0o600 });
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return readFileSync(path);
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
