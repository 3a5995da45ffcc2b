import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SettingError } from './config.js';
import { keyFrom } from './key-file.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'kaoping-key-'));

test('a key is made once, for its owner alone, and read ever after', () => {
  const path = join(folder(), 'deep', 'secret.key');
  const key = keyFrom(path);
  expect(key).toHaveLength(32);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(keyFrom(path)).toEqual(key);
  expect(keyFrom(join(folder(), 'secret.key'))).not.toEqual(key);
});

test('a file that holds anything else is left as it is, and named', () => {
  const path = join(folder(), 'secret.key');
  writeFileSync(path, 'not a key');
  expect(() => keyFrom(path)).toThrow(SettingError);
  expect(() => keyFrom(path)).toThrow(path);
  expect(readFileSync(path, 'utf8')).toBe('not a key');
});
