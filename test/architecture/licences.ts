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
/** Used unmodified, with its notice kept. */
const unmodified: Record<string, string> = { 'node_modules/elkjs': 'EPL-2.0' };

/** Packages of the running product whose licence is not welcome. */
export function licenceOffences({ packages }: LockFile): string[] {
  return Object.entries(packages)
    .filter(([place, { dev, devOptional }]) => place !== '' && dev !== true && devOptional !== true)
    .filter(([place, { license }]) => !isWelcome(license ?? '', unmodified[place]))
    .map(([place, { license }]) => `${place}: ${license ?? 'no licence'}`);
}

function isWelcome(expression: string, alsoWelcome?: string): boolean {
  const isFine = (licence: string): boolean => welcome.has(licence) || licence === alsoWelcome;
  const choices = expression.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every(isFine));
}
