import { describe, expect, test } from '@jest/globals';
import {
  clockReads,
  controllers,
  environmentReads,
  placeOffences,
  schemaSynchronisation,
  seamOffences,
} from './places.js';
import { isProduct, sample, sourceFiles } from './source-file.js';

describe('the environment', () => {
  test('is read in one file', () => {
    expect(placeOffences(sourceFiles(), environmentReads)).toEqual([]);
  });

  test.each([`const port = process.env.PORT;`, `const all = process['env'];`, `import { env } from 'node:process';`])(
    'is found elsewhere: %s',
    (text) => {
      expect(placeOffences([sample('libs/engine/src/engine.ts', text)], environmentReads)).toHaveLength(1);
    },
  );
});

describe("the machine's clock", () => {
  test('is read by the platform alone', () => {
    expect(placeOffences(sourceFiles().filter(isProduct), clockReads)).toEqual([]);
  });

  test.each([`const at = new Date();`, `const at = new Date;`, `const ms = Date.now();`, `const read = Date.now;`])(
    'is found elsewhere: %s',
    (text) => {
      const offences = placeOffences([sample('libs/tasks/src/due.ts', text)], clockReads);
      expect(offences).toEqual(["libs/tasks/src/due.ts:1: the machine's clock does not belong here"]);
    },
  );

  test('a date of a given instant is no reading of the clock', () => {
    expect(
      placeOffences([sample('libs/tasks/src/due.ts', `new Date(instant); new Date(2017, 0);`)], clockReads),
    ).toEqual([]);
  });
});

describe('controllers', () => {
  test('stand in apps/api/src/http', () => {
    expect(placeOffences(sourceFiles(), controllers)).toEqual([]);
  });

  test('are found elsewhere', () => {
    const text = `\n@Controller('api/targets')\nexport class TargetController {}`;
    expect(placeOffences([sample('libs/targets/src/target.controller.ts', text)], controllers)).toEqual([
      'libs/targets/src/target.controller.ts:2: @Controller does not belong here',
    ]);
  });
});

describe('the schema', () => {
  test('is never synchronized', () => {
    expect(placeOffences(sourceFiles(), schemaSynchronisation)).toEqual([]);
  });

  test('synchronizing it is found', () => {
    const text = `const options = { synchronize: false };\nconst others = { synchronize: true };`;
    expect(placeOffences([sample('apps/api/src/database.ts', text)], schemaSynchronisation)).toHaveLength(1);
  });
});

describe('XState', () => {
  const seam = sample('libs/statechart/src/step.ts', `import { transition } from 'xstate';`);

  test('is imported by one file', () => {
    expect(seamOffences(sourceFiles().filter(isProduct))).toEqual([]);
  });

  test('a second file that imports it is found', () => {
    const second = sample('libs/statechart/src/check.ts', `import { getAdjacencyMap } from 'xstate/graph';`);
    expect(seamOffences([seam])).toEqual([]);
    expect(seamOffences([seam, second])).toHaveLength(1);
  });

  test('a file outside the statechart lib is found', () => {
    expect(seamOffences([sample('libs/engine/src/engine.ts', `import { createMachine } from 'xstate';`)])).toHaveLength(
      1,
    );
  });
});
