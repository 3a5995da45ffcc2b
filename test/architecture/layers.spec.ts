import { describe, expect, test } from '@jest/globals';
import { doorOffences, layerOffences } from './layers.js';
import { sample, sourceFiles } from './source-file.js';

describe('layers', () => {
  test('every import goes to a row below', () => {
    expect(layerOffences(sourceFiles())).toEqual([]);
  });

  test('an import upwards is found', () => {
    const files = [sample('libs/engine/src/engine.ts', `import { Inbox } from '#tasks';`)];
    expect(layerOffences(files)).toEqual(['libs/engine/src/engine.ts: engine must not import #tasks']);
  });

  test('a spec may use the harness of the tests, the product may not', () => {
    const text = `import { openDatabase } from '../../../test/harness/database.js';`;
    expect(layerOffences([sample('libs/engine/src/engine.spec.ts', text)])).toEqual([]);
    expect(layerOffences([sample('libs/engine/src/engine.ts', text)])).toHaveLength(1);
  });

  test('the two domains do not see each other', () => {
    const files = [sample('libs/targets/src/sheet.ts', `export type { Opinion } from '#rectification';`)];
    expect(layerOffences(files)).toHaveLength(1);
  });

  test('the browser sees the contracts and no server', () => {
    const files = [
      sample('apps/inbox/src/app/good.ts', `import type { Text } from '#contracts';`),
      sample('apps/inbox/src/app/bad.ts', `const engine = await import('#engine');`),
    ];
    expect(layerOffences(files)).toEqual(['apps/inbox/src/app/bad.ts: apps/inbox must not import #engine']);
  });

  test('a lib without a place among the layers is found', () => {
    expect(layerOffences([sample('libs/misc/src/index.ts', '')])).toEqual([
      'libs/misc/src/index.ts: misc has no place among the layers',
    ]);
  });
});

describe('doors', () => {
  test('every lib is entered by its door', () => {
    expect(doorOffences(sourceFiles())).toEqual([]);
  });

  test('a path into another lib is found', () => {
    const files = [
      sample('libs/tasks/src/inbox.ts', `import { Engine } from '../../engine/src/engine.js';`),
      sample('libs/tasks/src/votes.ts', `import { Inbox } from './inbox.js';`),
    ];
    expect(doorOffences(files)).toEqual([
      'libs/tasks/src/inbox.ts: ../../engine/src/engine.js goes past the door of a lib',
    ]);
  });
});
