import type { LockFile } from './dependencies.js';

const welcome = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

/** A licence that is welcome for some packages alone, because of how they are used. */
interface Exception {
  packages: RegExp;
  licence: string;
  /** Whether the running product may hold them. */
  inProduct: boolean;
}

const exceptions: Exception[] = [
  // Used unmodified, with its notice kept.
  { packages: /^elkjs$/, licence: 'EPL-2.0', inProduct: true },
  // Reads pages in tests; nothing of it is delivered.
  { packages: /^(@axe-core\/playwright|axe-core)$/, licence: 'MPL-2.0', inProduct: false },
  // The build's own minifier of CSS, one package a machine.
  { packages: /^lightningcss(-[\w-]+)?$/, licence: 'MPL-2.0', inProduct: false },
  // Data about browsers that the build asks.
  { packages: /^caniuse-lite$/, licence: 'CC-BY-4.0', inProduct: false },
];

/** Packages, of the running product and of what builds and tests it, whose licence is not welcome; and how to mend it. */
export function licenceOffences({ packages }: LockFile): string[] {
  return Object.entries(packages)
    .filter(([place]) => place !== '')
    .filter(([place, { license, name, dev, devOptional }]) => {
      const isInProduct = dev !== true && devOptional !== true;
      return !isWelcome(license ?? '', exceptionsFor(name ?? place.replace(/^.*node_modules\//, ''), isInProduct));
    })
    .map(
      ([place, { license }]) =>
        `${place}: ${license ?? 'no licence'} is not on the list of test/architecture/licences.ts; take another package, or give the reason there`,
    );
}

/** Exceptions that no package of the lock file needs any more. */
export function idleExceptions({ packages }: LockFile): string[] {
  const names = Object.keys(packages).map((place) => place.replace(/^.*node_modules\//, ''));
  return exceptions.filter((one) => !names.some((name) => one.packages.test(name))).map((one) => one.packages.source);
}

function exceptionsFor(name: string, isInProduct: boolean): string[] {
  return exceptions
    .filter(({ packages, inProduct }) => packages.test(name) && (inProduct || !isInProduct))
    .map(({ licence }) => licence);
}

function isWelcome(expression: string, alsoWelcome: string[]): boolean {
  const isFine = (licence: string): boolean => welcome.has(licence) || alsoWelcome.includes(licence);
  const choices = expression.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every(isFine));
}
