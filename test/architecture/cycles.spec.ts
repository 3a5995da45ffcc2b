import { describe, expect, test } from '@jest/globals';
import { cycles } from './cycles.js';
import { sample, sourceFiles } from './source-file.js';

describe('cycles', () => {
  test('no files import each other in a circle', () => {
    expect(cycles(sourceFiles())).toEqual([]);
  });

  test('a circle over three files and a door is found', () => {
    const files = [
      sample('libs/a/src/index.ts', `export * from './first.js';`),
      sample('libs/a/src/first.ts', `import { second } from './second.js';`),
      sample('libs/a/src/second.ts', `import type { First } from '#a';`),
      sample('libs/a/src/third.ts', `import { first } from './first.js';`),
    ];
    expect(cycles(files)).toEqual([
      'libs/a/src/index.ts → libs/a/src/first.ts → libs/a/src/second.ts → libs/a/src/index.ts',
    ]);
  });
});
