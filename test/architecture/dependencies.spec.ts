import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { lockedHosts, missingFromLock, parseLockFile, unexplainedDependencies } from './dependencies.js';
import { idleExceptions, licenceOffences } from './licences.js';
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
  test('those of the product and of what builds and tests it are welcome', () => {
    expect(licenceOffences(lock)).toEqual([]);
  });

  test('no exception outlives its package', () => {
    expect(idleExceptions(lock)).toEqual([]);
  });

  test('others are found; an exception for tests lets nothing into the product', () => {
    const packages = {
      'node_modules/a': { license: 'GPL-3.0-only' },
      'node_modules/b': { dev: true },
      'node_modules/c': { license: '(GPL-2.0-only OR MIT)' },
      'node_modules/d': { license: 'MIT AND GPL-2.0-only' },
      'node_modules/e': { license: 'MPL-2.0', dev: true },
      'node_modules/axe-core': { license: 'MPL-2.0', dev: true },
      'node_modules/a/node_modules/axe-core': { license: 'MPL-2.0' },
      'node_modules/lightningcss-evil.js': { license: 'MPL-2.0', dev: true },
      'node_modules/alias': { name: 'elkjs', license: 'EPL-2.0 OR GPL-3.0-or-later' },
    };
    expect(licenceOffences(lockOf(packages)).map((offence) => offence.split(' is not on the list')[0])).toEqual([
      'node_modules/a: GPL-3.0-only',
      'node_modules/b: no licence',
      'node_modules/d: MIT AND GPL-2.0-only',
      'node_modules/e: MPL-2.0',
      'node_modules/a/node_modules/axe-core: MPL-2.0',
      'node_modules/lightningcss-evil.js: MPL-2.0',
    ]);
  });

  test('the refusal says where the list is and what to do', () => {
    const [offence] = licenceOffences(lockOf({ 'node_modules/a': { license: 'GPL-3.0-only' } }));
    expect(offence).toBe(
      'node_modules/a: GPL-3.0-only is not on the list of test/architecture/licences.ts; take another package, or give the reason there',
    );
  });
});
