import type { LockFile } from './dependencies.js';

type Packages = LockFile['packages'];
type Entry = Packages[string];

interface Component {
  purl: string;
  line: Record<string, unknown>;
  dependsOn: string[];
}

/**
 * The CycloneDX 1.6 bill of every package in the lock file, as the text of `docs/sbom.cdx.json`: the same lock gives the
 * same bytes, a component a line. What only builds or tests has the scope `excluded`.
 */
export function billOfMaterials({ packages }: LockFile): string {
  const { name = '', version = '', license = '' } = packages[''] ?? {};
  const own = { type: 'application', 'bom-ref': purlOf(name, version), name, version, ...licensed(license) };
  const components = merged(
    Object.keys(packages).filter((place) => place !== ''),
    packages,
  );
  const graph = [
    { ref: own['bom-ref'], dependsOn: dependenciesOf('', packages) },
    ...components.map(({ purl, dependsOn }) => ({ ref: purl, dependsOn })),
  ];
  return `{
"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
"bomFormat": "CycloneDX",
"specVersion": "1.6",
"version": 1,
"metadata": ${JSON.stringify({ component: own })},
"components": [
${components.map(({ line }) => JSON.stringify(line)).join(',\n')}
],
"dependencies": [
${graph.map((one) => JSON.stringify(one)).join(',\n')}
]
}
`;
}

/** Lines that only one of two bills has: the one that is written, and the one that the lock file gives. */
export function drift(written: string, expected: string): string[] {
  const before = linesOf(written);
  const after = linesOf(expected);
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `only in docs/sbom.cdx.json: ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `only in package-lock.json: ${line}`),
  ];
}

const linesOf = (bill: string): string[] => bill.split('\n').map((line) => line.replace(/,$/, ''));

/** One package may lie in several places; it is one component, required where any of them is. */
function merged(places: string[], packages: Packages): Component[] {
  const byPurl = Map.groupBy(places, (place) => purlAt(place, packages[place] ?? {}));
  return [...byPurl]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([purl, same]) => {
      const entries = same.map((place) => packages[place] ?? {});
      const dependsOn = [...new Set(same.flatMap((place) => dependenciesOf(place, packages)))].sort();
      return { purl, line: componentOf(purl, nameAt(same[0] ?? '', entries[0] ?? {}), entries), dependsOn };
    });
}

function componentOf(purl: string, name: string, entries: Entry[]): Record<string, unknown> {
  const scopes = entries.map(scopeOf);
  const scope = ['required', 'optional', 'excluded'].find((one) => scopes.includes(one));
  const integrity = entries.find((entry) => entry.integrity !== undefined)?.integrity;
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version: entries[0]?.version ?? '',
    scope,
    ...(integrity !== undefined && { hashes: [hashOf(integrity)] }),
    ...licensed(entries[0]?.license ?? ''),
    purl,
  };
}

function scopeOf({ dev, devOptional, optional }: Entry): string {
  if (dev === true || devOptional === true) return 'excluded';
  return optional === true ? 'optional' : 'required';
}

function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm = '', digest = ''] = integrity.split('-');
  return { alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') };
}

function licensed(licence: string): Record<string, unknown> {
  if (licence === '') return {};
  return { licenses: [licence.includes(' ') ? { expression: licence } : { license: { id: licence } }] };
}

function dependenciesOf(place: string, packages: Packages): string[] {
  const { dependencies, devDependencies, optionalDependencies } = packages[place] ?? {};
  const refs = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .map((name) => placeOf(name, place, packages))
    .filter((found) => found !== null)
    .map((found) => purlAt(found, packages[found] ?? {}));
  return [...new Set(refs)].sort();
}

/** Where npm finds a package: beside the one that asks for it, or in a folder above. */
function placeOf(name: string, from: string, packages: Packages): string | null {
  const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (place in packages) return place;
  if (from === '') return null;
  const above = from.lastIndexOf('/node_modules/');
  return placeOf(name, above === -1 ? '' : from.slice(0, above), packages);
}

const nameAt = (place: string, { name }: Entry): string =>
  name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

const purlAt = (place: string, entry: Entry): string => purlOf(nameAt(place, entry), entry.version ?? '');

const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;
