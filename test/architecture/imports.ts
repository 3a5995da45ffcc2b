import { posix } from 'node:path';
import ts from 'typescript';
import type { SourceFile } from './source-file.js';

/** What a file imports: as written, and where it leads: a path of the repository, or a package. */
export interface Import {
  written: string;
  file?: string;
  pkg?: string;
}

/** Every static, dynamic and re-exporting import of a file, those of types included. */
export function importsOf({ path, text }: SourceFile): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => resolved(fileName, path));
}

/** The lib or app that a path belongs to: `engine` for libs/engine/…, `apps/api` for apps/api/…, else undefined. */
export function ownerOf(path: string): string | undefined {
  const [place, name] = path.split('/');
  if (name === undefined || name.endsWith('.ts')) return undefined;
  if (place === 'libs') return name;
  return place === 'apps' ? `apps/${name}` : undefined;
}

function resolved(written: string, from: string): Import {
  if (written.startsWith('#')) return { written, file: doorOf(written.slice(1)) };
  if (!written.startsWith('.')) return { written, pkg: packageOf(written) };
  const target = posix.join(posix.dirname(from), written);
  return { written, file: target.endsWith('.js') ? target.replace(/\.js$/, '.ts') : withExtension(target) };
}

const doorOf = (name: string): string => `libs/${name}/src/index.ts`;

/** The browser's build finds files without an extension. */
const withExtension = (target: string): string => (/\.(ts|json)$/.test(target) ? target : `${target}.ts`);

function packageOf(written: string): string {
  if (written.startsWith('node:')) return written;
  const [first = '', second = ''] = written.split('/');
  return written.startsWith('@') ? `${first}/${second}` : first;
}
