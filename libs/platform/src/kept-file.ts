import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What a file holds that is made once and kept ever after; where there is none, what `make` answers, readable for its owner alone
 * or by `mode`. Written aside and linked into place: of processes that start together one makes it, whole, and all read it.
 */
export function keptFile(path: string, make: () => Buffer | string, mode = 0o600): Buffer {
  return readIfThere(path) ?? made(path, make(), mode);
}

/** Whether the system answered with this code. In Jest its errors are of another realm, and no `Error`. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function made(path: string, content: Buffer | string, mode: number): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, content, { mode });
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return readFileSync(path);
}
