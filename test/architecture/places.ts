import ts from 'typescript';
import { importsOf } from './imports.js';
import type { SourceFile } from './source-file.js';
import { isMember, linesWhere, named } from './syntax.js';

/** What may stand only where it belongs. */
export interface Place {
  what: string;
  isFound: (node: ts.Node) => boolean;
  isAllowedIn: (path: string) => boolean;
}

/** The settings of a process are read in one file, those of a test run in the harness. */
export const environmentReads: Place = {
  what: 'process.env',
  isFound: (node) => isMember(node, 'process', 'env') || isImportOf(node, 'node:process'),
  isAllowedIn: (path) => path === 'apps/api/src/config.ts' || path.startsWith('test/harness/'),
};

/** The product's time comes from its Clock. */
export const clockReads: Place = {
  what: "the machine's clock",
  isFound: (node) => isMember(node, 'Date', 'now') || isNewDateOfNow(node),
  // An id bears the machine's moment.
  isAllowedIn: (path) => path === 'libs/platform/src/clock.ts' || path === 'libs/platform/src/ids.ts',
};

/** Every route of the system stands in one folder. */
export const controllers: Place = {
  what: '@Controller',
  isFound: (node) =>
    ts.isDecorator(node) && ts.isCallExpression(node.expression) && named(node.expression.expression, 'Controller'),
  isAllowedIn: (path) => path.startsWith('apps/api/src/http/'),
};

/** The schema changes by migrations alone. */
export const schemaSynchronisation: Place = {
  what: 'synchronize: true',
  isFound: (node) =>
    ts.isPropertyAssignment(node) &&
    node.name.getText() === 'synchronize' &&
    node.initializer.kind === ts.SyntaxKind.TrueKeyword,
  isAllowedIn: () => false,
};

/** Where the thing stands and does not belong. */
export function placeOffences(files: SourceFile[], { what, isFound, isAllowedIn }: Place): string[] {
  return files
    .filter(({ path }) => !isAllowedIn(path))
    .flatMap((file) => linesWhere(file, isFound).map((line) => `${file.path}:${line}: ${what} does not belong here`));
}

/** XState is imported by one file of the statechart lib, so that its next version touches one file. */
export function seamOffences(files: SourceFile[]): string[] {
  const importers = files.filter((file) => importsOf(file).some(({ pkg }) => pkg === 'xstate')).map(({ path }) => path);
  const [seam, ...others] = importers.sort((a, b) => Number(isInStatechart(b)) - Number(isInStatechart(a)));
  if (seam === undefined) return [];
  const strays = isInStatechart(seam) ? others : importers;
  return strays.map((path) => `${path}: xstate is imported outside the one seam in libs/statechart/src`);
}

const isInStatechart = (path: string): boolean => path.startsWith('libs/statechart/src/');

function isNewDateOfNow(node: ts.Node): boolean {
  return ts.isNewExpression(node) && named(node.expression, 'Date') && (node.arguments ?? []).length === 0;
}

function isImportOf(node: ts.Node, module: string): boolean {
  return (
    ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && node.moduleSpecifier.text === module
  );
}
