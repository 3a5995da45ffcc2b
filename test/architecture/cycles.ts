import { importsOf } from './imports.js';
import type { SourceFile } from './source-file.js';

/** Every circle of imports among the files, as `a.ts → b.ts → a.ts`. */
export function cycles(files: SourceFile[]): string[] {
  const targets = new Map(
    files.map((file) => [file.path, importsOf(file).flatMap(({ file: target }) => target ?? [])]),
  );
  const done = new Set<string>();
  const trail: string[] = [];
  const found: string[] = [];
  const visit = (path: string): void => {
    const start = trail.indexOf(path);
    if (start !== -1) found.push([...trail.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    trail.push(path);
    for (const target of targets.get(path) ?? []) visit(target);
    trail.pop();
    done.add(path);
  };
  for (const { path } of files) visit(path);
  return found;
}
