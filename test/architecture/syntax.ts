import ts from 'typescript';
import type { SourceFile } from './source-file.js';

/** The nodes of a file that satisfy the test, each as its line number. */
export function linesWhere({ path, text }: SourceFile, isFound: (node: ts.Node) => boolean): number[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (isFound(node)) lines.push(tree.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    node.forEachChild(visit);
  };
  visit(tree);
  return lines;
}

/** Whether the node reads `object.property` or `object['property']`. */
export function isMember(node: ts.Node, object: string, property: string): boolean {
  if (ts.isPropertyAccessExpression(node)) return named(node.expression, object) && node.name.text === property;
  if (!ts.isElementAccessExpression(node)) return false;
  const key = node.argumentExpression;
  return named(node.expression, object) && ts.isStringLiteralLike(key) && key.text === property;
}

/** Whether the expression is the bare name. */
export function named(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}
