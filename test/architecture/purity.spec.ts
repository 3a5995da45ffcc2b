import { expect, describe, test } from '@jest/globals';
import { purityOffences } from './purity.js';
import { sample, sourceFiles } from './source-file.js';

describe('purity', () => {
  test('contracts, statechart and calendar also run in a browser', () => {
    expect(purityOffences(sourceFiles())).toEqual([]);
  });

  test.each([
    `import { Injectable } from '@nestjs/common';`,
    `import type { EntityManager } from 'typeorm';`,
    `import { readFileSync } from 'node:fs';`,
    `import { readFileSync } from 'fs';`,
    `const id = Math.random();`,
    `const folder = process.cwd();`,
  ])('is lost by %s', (text) => {
    expect(purityOffences([sample('libs/calendar/src/year.ts', text)])).toHaveLength(1);
  });

  test('is lost by way of another lib', () => {
    const files = [
      sample('libs/statechart/src/step.ts', `import { DomainError } from '#platform';`),
      sample('libs/platform/src/index.ts', `export * from './database.js';`),
      sample('libs/platform/src/database.ts', `import { DataSource } from 'typeorm';`),
    ];
    expect(purityOffences(files)).toEqual(['libs/platform/src/database.ts: a pure lib reaches typeorm']);
  });
});
