import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database, rowFormats } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { BORN, MOVED } from './step-instances.js';
import { OWN_PARTS } from './step-statement.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

test('rows that come often have their type, column by column: none falls back to JSON unnoticed', async () => {
  const formats = await rowFormats(new Database(database.source), [MOVED, BORN, ...OWN_PARTS]);
  expect([...formats].flatMap(([name, { isBinary }]) => (isBinary ? [name] : []))).toEqual([
    'steps_made',
    'cases_born',
    'timers_gone',
    'timers_set',
    'outbox_added',
  ]);
});
