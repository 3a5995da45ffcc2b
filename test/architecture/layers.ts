import { importsOf, ownerOf } from './imports.js';
import { isProduct, type SourceFile } from './source-file.js';

/** The rows of the design, from the bottom; a part imports only from rows below its own. */
const rows = [
  ['contracts'],
  ['platform'],
  ['statechart', 'calendar', 'audit'],
  ['engine', 'organisation'],
  ['tasks', 'notifications', 'webhooks'],
  ['targets', 'rectification'],
  ['exchange', 'reporting'],
  ['apps/api'],
];

/** The browser's app knows the words that both sides share and the pure chart, nothing else. */
const knownToInbox = ['contracts', 'statechart'];

/** Imports that go up, sideways, or to a part that has no place among the layers. */
export function layerOffences(files: SourceFile[]): string[] {
  return files.flatMap((file) => {
    const owner = ownerOf(file.path);
    if (owner === undefined) return [];
    if (owner !== 'apps/inbox' && rowOf(owner) === undefined)
      return [`${file.path}: ${owner} has no place among the layers`];
    return importsOf(file)
      .filter(
        ({ file: target }) => target !== undefined && !isHarness(file, target) && !mayImport(owner, ownerOf(target)),
      )
      .map(({ written }) => `${file.path}: ${owner} must not import ${written}`);
  });
}

/** Imports of another lib past its index.ts. */
export function doorOffences(files: SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter(({ file: target }) => target !== undefined && isPastDoor(file.path, target))
      .map(({ written }) => `${file.path}: ${written} goes past the door of a lib`),
  );
}

function mayImport(owner: string, target: string | undefined): boolean {
  if (target === undefined) return false;
  if (target === owner) return true;
  if (owner === 'apps/inbox') return knownToInbox.includes(target);
  const own = rowOf(owner);
  const other = rowOf(target);
  return own !== undefined && other !== undefined && other < own;
}

/** The specs beside the sources may use what all tests share. */
function isHarness(file: SourceFile, target: string): boolean {
  return !isProduct(file) && target.startsWith('test/harness/');
}

function isPastDoor(from: string, target: string): boolean {
  const lib = ownerOf(target);
  return target.startsWith('libs/') && lib !== ownerOf(from) && target !== `libs/${lib ?? ''}/src/index.ts`;
}

function rowOf(part: string): number | undefined {
  const row = rows.findIndex((parts) => parts.includes(part));
  return row === -1 ? undefined : row;
}
