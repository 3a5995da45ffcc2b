import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { billOfMaterials, drift } from './bill-of-materials.js';
import { parseLockFile } from './dependencies.js';
import { root } from './source-file.js';

const read = (name: string): string => readFileSync(`${root}${name}`, 'utf8');
const lockOf = (packages: object): ReturnType<typeof parseLockFile> => parseLockFile(JSON.stringify({ packages }));
const own = { name: 'product', version: '1.0.0', license: 'MIT' };

interface Bill {
  components: Record<string, unknown>[];
  dependencies: { ref: string; dependsOn: string[] }[];
}
const billOf = (packages: object): Bill => JSON.parse(billOfMaterials(lockOf({ '': own, ...packages }))) as Bill;

describe('the bill of materials', () => {
  test('is that of the lock file; where it is not, `npm run sbom` writes it anew', () => {
    expect(drift(read('docs/sbom.cdx.json'), billOfMaterials(parseLockFile(read('package-lock.json'))))).toEqual([]);
  });

  test('names every package once, and no host that it came from', () => {
    const { packages } = parseLockFile(read('package-lock.json'));
    const written = JSON.parse(read('docs/sbom.cdx.json')) as Bill;
    const refs = written.components.map((component) => component['bom-ref']);
    const locked = Object.entries(packages).filter(([place]) => place !== '');
    expect(new Set(refs).size).toBe(refs.length);
    expect(refs.length).toBeLessThanOrEqual(locked.length);
    const versions = new Set(written.components.map(({ name, version }) => `${String(name)} ${String(version)}`));
    const missing = locked.filter(
      ([place, { name, version }]) =>
        !versions.has(`${name ?? place.replace(/^.*node_modules\//, '')} ${version ?? ''}`),
    );
    expect(missing).toEqual([]);
    expect(read('docs/sbom.cdx.json').match(/https?:\/\/[^"]*/g)).toEqual([
      'http://cyclonedx.org/schema/bom-1.6.schema.json',
    ]);
  });

  test('a package that only one of the two holds is found, and so is another hash', () => {
    const before = billOfMaterials(
      lockOf({ '': own, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-AAAA' } }),
    );
    const after = billOfMaterials(
      lockOf({ '': own, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-AAAB' } }),
    );
    expect(drift(before, before)).toEqual([]);
    expect(drift(before, after)).toEqual([
      expect.stringMatching(/^only in docs\/sbom\.cdx\.json: .*"content":"000000"/),
      expect.stringMatching(/^only in package-lock\.json: .*"content":"000001"/),
    ]);
    expect(drift(before, billOfMaterials(lockOf({ '': own }))).join('\n')).toContain('pkg:npm/a@1.0.0');
  });

  test('tells what runs from what only builds, and one package in two places is one', () => {
    const bill = billOf({
      'node_modules/@s/a': { version: '1.0.0', license: 'MIT', dependencies: { b: '1' } },
      'node_modules/@s/a/node_modules/b': { version: '2.0.0', dev: true },
      'node_modules/c/node_modules/b': { version: '2.0.0', optional: true },
      'node_modules/b': { version: '3.0.0', dev: true, license: '(MIT OR GPL-2.0-only)' },
      'node_modules/alias': { name: 'd', version: '4.0.0' },
    });
    expect(bill.components.map((one) => [one['purl'], one['scope']])).toEqual([
      ['pkg:npm/%40s/a@1.0.0', 'required'],
      ['pkg:npm/b@2.0.0', 'optional'],
      ['pkg:npm/b@3.0.0', 'excluded'],
      ['pkg:npm/d@4.0.0', 'required'],
    ]);
    expect(bill.components[2]?.['licenses']).toEqual([{ expression: '(MIT OR GPL-2.0-only)' }]);
    expect(bill.dependencies).toContainEqual({ ref: 'pkg:npm/%40s/a@1.0.0', dependsOn: ['pkg:npm/b@2.0.0'] });
  });
});
