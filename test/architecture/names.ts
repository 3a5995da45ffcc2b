/** Folders and files named for their kind, where anything could be put, instead of for an idea. */
const drawers = new Set(
  ['service', 'dto', 'interface', 'util', 'helper', 'common', 'shared', 'type', 'constant'].flatMap((name) => [
    name,
    `${name}s`,
  ]),
);
const drawerEndings = /-(service|dto|util|helper|constant)s?$/;

/** The paths of which a folder, or the file between its dots, is such a drawer. */
export function nameOffences(paths: string[]): string[] {
  return paths.filter((path) => path.split('/').some((part) => part.split('.').some(isDrawer)));
}

const isDrawer = (name: string): boolean => drawers.has(name) || drawerEndings.test(name);
