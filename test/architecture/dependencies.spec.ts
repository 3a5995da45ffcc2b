import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { lockedHosts, missingFromLock, parseLockFile, unexplainedDependencies } from './dependencies.js';
import { licenceOffences } from './licences.js';
import { root } from './source-file.js';

const read = (name: string): string => readFileSync(`${root}${name}`, 'utf8');
const lock = parseLockFile(read('package-lock.json'));
const lockOf = (packages: object): ReturnType<typeof parseLockFile> => parseLockFile(JSON.stringify({ packages }));

describe('dependencies', () => {
  test('each of the running product has its reason', () => {
    expect(unexplainedDependencies(read('package.json'), read('docs/dependencies.md'))).toEqual([]);
  });

  test('one without a reason is found', () => {
    const packageText = JSON.stringify({ dependencies: { pg: '8', uuid: '14' } });
    expect(unexplainedDependencies(packageText, '| `pg` | PostgreSQL | MIT | the protocol |')).toEqual(['uuid']);
  });
});

describe('the lock file', () => {
  test('is tied to no registry', () => {
    expect(lockedHosts(lock)).toEqual([]);
  });

  test('a host in it is found', () => {
    const packages = { 'node_modules/pg': { version: '8.0.0', resolved: 'https://registry.example/pg.tgz' } };
    expect(lockedHosts(lockOf(packages))).toEqual(['node_modules/pg']);
  });

  test('holds the packages of every machine', () => {
    expect(missingFromLock(lock)).toEqual([]);
  });

  test('a package of another machine that it leaves out is found', () => {
    const packages = {
      'node_modules/a/node_modules/b': { optionalDependencies: { here: '1', above: '1', gone: '1' } },
      'node_modules/a/node_modules/b/node_modules/here': { version: '1.0.0' },
      'node_modules/a/node_modules/above': { version: '1.0.0' },
    };
    expect(missingFromLock(lockOf(packages))).toEqual(['gone']);
  });
});

describe('licences', () => {
  test('those of the running product are welcome', () => {
    expect(licenceOffences(lock)).toEqual([]);
  });

  test('others are found, and what only builds or tests is left alone', () => {
    const packages = {
      'node_modules/a': { license: 'GPL-3.0-only' },
      'node_modules/b': {},
      'node_modules/c': { license: '(GPL-2.0-only OR MIT)' },
      'node_modules/d': { license: 'MIT AND GPL-2.0-only' },
      'node_modules/e': { license: 'EPL-2.0' },
      'node_modules/f': { license: 'MPL-2.0', dev: true },
    };
    expect(licenceOffences(lockOf(packages))).toEqual([
      'node_modules/a: GPL-3.0-only',
      'node_modules/b: no licence',
      'node_modules/d: MIT AND GPL-2.0-only',
      'node_modules/e: EPL-2.0',
    ]);
  });
});
