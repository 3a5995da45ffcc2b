import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database, rowFormats } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { TaskOpener } from './task-opener.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

test('rows that come often have their type, column by column: none falls back to JSON unnoticed', async () => {
  const formats = await rowFormats(new Database(database.source), new TaskOpener().writers);
  expect([...formats].flatMap(([name, { isBinary }]) => (isBinary ? [name] : []))).toEqual([
    'tasks_added',
    'tasks_ended',
  ]);
});
