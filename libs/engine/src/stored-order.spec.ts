import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Database } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { asStored, storedText } from './stored-order.js';

let scratch: TestDatabase;
let database: Database;

beforeAll(async () => {
  scratch = await openDatabase();
  database = new Database(scratch.source);
});
afterAll(() => scratch.close());

const key = fc.constantFrom(
  'a',
  'b',
  'aa',
  'ab',
  'B',
  '目',
  '标',
  'é',
  'zz',
  '目标',
  'officeView',
  '__proto__',
  '10',
  '9',
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1.5, 'x', '全年优良天数'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));

test('a value is as PostgreSQL hands it back, in whatever order it names its keys, and stays as it is itself', async () => {
  const values = fc.sample(value, { numRuns: 500, seed: 2017 });
  const texts = values.map((one) => JSON.stringify(one));
  const rows = await database.query<{ stored: string }>(`SELECT jsonb_array_elements($1::jsonb)::text AS stored`, [
    `[${texts.join()}]`,
  ]);
  values.forEach((one, at) => {
    const stored: unknown = JSON.parse(rows[at]?.stored ?? '');
    expect(storedText(one)).toBe(JSON.stringify(stored));
    expect(storedText(asStored(one))).toBe(JSON.stringify(stored));
    expect(JSON.stringify(one)).toBe(texts[at]);
  });
});

test('a value of many levels takes no longer than its size says', () => {
  let deep: Record<string, unknown> = {};
  for (let level = 0; level < 500; level += 1) deep = { b: deep, a: level };
  expect(storedText(deep).startsWith('{"a":499,"b":{"a":498,')).toBe(true);
});
