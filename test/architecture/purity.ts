import { builtinModules } from 'node:module';
import ts from 'typescript';
import { importsOf, ownerOf } from './imports.js';
import { isProduct, type SourceFile } from './source-file.js';
import { isMember, linesWhere } from './syntax.js';

const pureLibs = ['contracts', 'statechart', 'calendar'];
const serverPackages = /^(@nestjs\/.*|typeorm|pg|fastify|@fastify\/.*|nodemailer|pino|smtp-server|reflect-metadata)$/;

/** What a pure lib reaches, itself or through what it imports, that has no place in a browser or a pure function. */
export function purityOffences(files: SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = files.filter((file) => isProduct(file) && pureLibs.includes(ownerOf(file.path) ?? ''));
  // The array grows while it is walked, by every file that an earlier one imports.
  for (const file of reached) {
    for (const { file: target } of importsOf(file)) {
      const next = target === undefined ? undefined : byPath.get(target);
      if (next && !reached.includes(next)) reached.push(next);
    }
  }
  return reached.flatMap((file) => [...impureImports(file), ...impureExpressions(file)]);
}

function impureImports(file: SourceFile): string[] {
  return importsOf(file)
    .filter(({ pkg }) => pkg !== undefined && (isBuiltin(pkg) || serverPackages.test(pkg)))
    .map(({ written }) => `${file.path}: a pure lib reaches ${written}`);
}

function impureExpressions(file: SourceFile): string[] {
  const isImpure = (node: ts.Node): boolean => isMember(node, 'Math', 'random') || isProcess(node);
  return linesWhere(file, isImpure).map((line) => `${file.path}:${line}: a pure lib reaches the machine`);
}

const isProcess = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'process';

const isBuiltin = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);
