import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { root } from './source-file.js';

const PATH = /`((?:apps|libs|test|docs|workflows)\/[\w./-]+|[\w.-]+\.config\.js)`/g;

/** The paths that a page names. */
const pathsIn = (page: string): string[] => [...page.matchAll(PATH)].map(([, path]) => path ?? '');

test('what docs/security.md calls evidence is there', () => {
  const paths = pathsIn(readFileSync(`${root}docs/security.md`, 'utf8'));
  expect(paths.length).toBeGreaterThan(100);
  expect(paths.filter((path) => !existsSync(`${root}${path}`))).toEqual([]);
});
