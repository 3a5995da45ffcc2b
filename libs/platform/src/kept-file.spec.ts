import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { keptFile } from './kept-file.js';

const place = (): string => join(mkdtempSync(join(tmpdir(), 'kaoping-kept-')), 'deep', 'file');

describe('a kept file', () => {
  test('is made once, with its folder, and read ever after', () => {
    const path = place();
    expect(keptFile(path, () => 'first').toString()).toBe('first');
    expect(keptFile(path, () => 'second').toString()).toBe('first');
    expect(readdirSync(dirname(path))).toEqual(['file']);
  });

  test('is readable for its owner alone, or as it is asked for', () => {
    const [secret, open] = [place(), place()];
    keptFile(secret, () => 'x');
    keptFile(open, () => 'x', 0o644);
    expect([secret, open].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o644]);
  });

  test('is that of whoever was faster, where another makes it meanwhile', () => {
    const path = place();
    const slow = keptFile(path, () => {
      keptFile(path, () => 'theirs');
      return 'ours';
    });
    expect([slow.toString(), readFileSync(path, 'utf8')]).toEqual(['theirs', 'theirs']);
  });

  test('is not made where something is in its way', () => {
    const path = place();
    keptFile(path, () => 'x');
    writeFileSync(path, 'changed');
    expect(keptFile(path, () => 'x').toString()).toBe('changed');
    expect(() => keptFile(join(path, 'below'), () => 'x')).toThrow(/ENOTDIR|EEXIST/);
  });
});
