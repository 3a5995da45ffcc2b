import { describe, expect, test } from '@jest/globals';
import { nameOffences } from './names.js';
import { sourceFiles } from './source-file.js';

describe('names', () => {
  test('folders and files are named for an idea', () => {
    expect(nameOffences(sourceFiles().map(({ path }) => path))).toEqual([]);
  });

  test.each([
    'libs/engine/src/utils/dates.ts',
    'libs/engine/src/types.ts',
    'libs/engine/src/timer.types.ts',
    'libs/tasks/src/inbox.service.ts',
    'libs/tasks/src/date-helpers.ts',
    'apps/inbox/src/app/shared/button.ts',
  ])('%s is found', (path) => {
    expect(nameOffences([path])).toEqual([path]);
  });

  test('an idea that holds such a word stays', () => {
    expect(nameOffences(['libs/targets/src/target-type.ts', 'libs/tasks/src/shared-draft.ts'])).toEqual([]);
  });
});
