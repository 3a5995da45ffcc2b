import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, from where this file stands once compiled. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** One TypeScript file of the repository; the path is relative to the root, with `/`. */
export interface SourceFile {
  path: string;
  text: string;
}

/** Every TypeScript file of the apps, the libs and the tests. */
export function sourceFiles(): SourceFile[] {
  return ['apps', 'libs', 'test']
    .flatMap((place) =>
      readdirSync(`${root}${place}`, { recursive: true, encoding: 'utf8' }).map((name) => `${place}/${name}`),
    )
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }));
}

/** Whether a file belongs to the product, as against the specs and what only they use. */
export function isProduct({ path }: SourceFile): boolean {
  return !/\.(spec|fixture)\.ts$/.test(path) && !path.startsWith('test/');
}

/** A file as a rule's own test writes it. */
export function sample(path: string, text: string): SourceFile {
  return { path, text };
}
