import { z } from 'zod';

const packageJson = z.object({ dependencies: z.record(z.string(), z.string()) });

const names = z.record(z.string(), z.string()).optional();

const lockEntry = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  resolved: z.string().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
});
const lockFile = z.object({ packages: z.record(z.string(), lockEntry) });

export type LockFile = z.infer<typeof lockFile>;

/** The lock file as npm wrote it. */
export function parseLockFile(text: string): LockFile {
  return lockFile.parse(JSON.parse(text));
}

/** Runtime dependencies that docs/dependencies.md does not name in a line of its own. */
export function unexplainedDependencies(packageText: string, page: string): string[] {
  const { dependencies } = packageJson.parse(JSON.parse(packageText));
  const explained = page.split('\n').map((line) => /^\| `([^`]+)` +\|/.exec(line)?.[1]);
  return Object.keys(dependencies).filter((name) => !explained.includes(name));
}

/** Packages that the lock file ties to one registry's host. */
export function lockedHosts({ packages }: LockFile): string[] {
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(([place]) => place);
}

/** Optional packages, as those of other machines, that the lock file leaves out: there `npm ci` refuses to run. */
export function missingFromLock({ packages }: LockFile): string[] {
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(packages, place, name)),
  );
}

/** npm looks for a package beside the one that asks for it, then in every folder above. */
function isLocked(packages: LockFile['packages'], place: string, name: string): boolean {
  if (`${place === '' ? '' : `${place}/`}node_modules/${name}` in packages) return true;
  if (place === '') return false;
  const above = place.lastIndexOf('/node_modules/');
  return isLocked(packages, above === -1 ? '' : place.slice(0, above), name);
}
