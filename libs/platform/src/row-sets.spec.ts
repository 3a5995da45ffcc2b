import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { Database } from './database.js';
import { rowFormats, type RowFormat, type RowSet } from './row-sets.js';

const SET: RowSet = {
  name: 'sampled',
  columns: {
    id: 'uuid',
    count: 'integer',
    yes: 'boolean',
    words: 'text',
    list: 'text[]',
    tree: 'jsonb',
    kept: 'json',
    at: 'timestamptz',
    day: 'date',
  },
};
const ROWS = [
  {
    id: '01900000-0000-7000-8000-0123456789aB',
    count: -2_147_483_648,
    yes: true,
    words: '考评“办”\\ "引号" 🀄',
    list: ['甲', 'b,c', '{"d"}', ''],
    tree: { 目标: [1, null, 'x"y'], deep: { a: false } },
    kept: ['b', { z: 1, a: 2 }],
    at: new Date('1999-12-31T23:59:59.999Z'),
    day: '1999-12-31',
  },
  {
    id: '00000000-0000-0000-0000-000000000000',
    count: 2_147_483_647,
    yes: false,
    words: '',
    list: [],
    tree: 'null',
    kept: 0,
    at: 'infinity',
    day: '2036-11-01',
  },
  { id: null, count: undefined, at: '2026-02-28T16:00:00+08:00', tree: null, other: 'is not sent' },
];

let database: TestDatabase;
let sql: Database;

beforeAll(async () => {
  database = await openDatabase();
  sql = new Database(database.source);
});
afterAll(async () => {
  await sql.onApplicationShutdown();
  await database.close();
});

async function formatOf(set: RowSet): Promise<RowFormat> {
  const format = (await rowFormats(sql, [set])).get(set.name);
  if (!format) throw new Error('no format');
  return format;
}

const sent = (format: RowFormat, rows: readonly object[]): Promise<Record<string, unknown>[]> =>
  sql.query(
    `SELECT r.id, r.count, r.yes, r.words, r.list, r.tree, r.kept::text AS kept, r.at::text AS at, r.day::text AS day FROM ${format.from('$1')('r')}`,
    [format.encode(rows)],
  );

describe('rows travel', () => {
  test('as JSON where the database has no type for them, in binary where it has, and arrive alike', async () => {
    const asJson = await formatOf(SET);
    expect(asJson.isBinary).toBe(false);
    const plain = await sent(asJson, ROWS);
    await database.asOwner(
      `CREATE TYPE rows_sampled AS (id uuid, count integer, yes boolean, words text, list text[], tree jsonb, kept json, at timestamptz, day date)`,
    );
    const binary = await formatOf(SET);
    expect(binary.isBinary).toBe(true);
    const rows = await sent(binary, ROWS);
    expect(rows).toEqual(plain);
    expect(rows[0]).toEqual({
      ...ROWS[0],
      id: ROWS[0]?.id?.toLowerCase(),
      kept: '["b",{"z":1,"a":2}]',
      at: rows[0]?.['at'],
    });
    expect(new Date(String(rows[0]?.['at']))).toEqual(ROWS[0]?.at);
    expect(rows[1]).toMatchObject({ list: [], at: 'infinity', tree: 'null', day: '2036-11-01' });
    expect(rows[2]).toMatchObject({
      id: null,
      count: null,
      words: null,
      list: null,
      tree: null,
      kept: null,
      day: null,
    });
    expect(new Date(String(rows[2]?.['at']))).toEqual(new Date('2026-02-28T08:00:00Z'));
  });

  test('as JSON where the type of the database is another', async () => {
    await database.asOwner(`CREATE TYPE rows_changed AS (id uuid, count text)`);
    expect((await formatOf({ name: 'changed', columns: { id: 'uuid', count: 'integer' } })).isBinary).toBe(false);
    expect((await formatOf({ name: 'changed', columns: { count: 'text', id: 'uuid' } })).isBinary).toBe(false);
    expect((await formatOf({ name: 'changed', columns: { id: 'uuid', count: 'text' } })).isBinary).toBe(true);
  });

  test('in any number and of any size', async () => {
    const format = await formatOf({ name: 'changed', columns: { id: 'uuid', count: 'text' } });
    const long = '期'.repeat(100_000);
    const many = Array.from({ length: 40 }, (_, number) => ({ id: ROWS[1]?.id, count: `${number}${long}` }));
    const [row] = await sql.query<{ count: string; rows: number }>(
      `SELECT max(length(r.count))::int AS count, count(*)::int AS rows FROM ${format.from('$1')('r')}`,
      [format.encode(many)],
    );
    expect(row).toEqual({ count: 100_002, rows: 40 });
    expect(await sql.query(`SELECT FROM ${format.from('$1')('r')}`, [format.encode([])])).toEqual([]);
  });

  test.each([
    [
      'uuid',
      'id',
      [
        '',
        '01900000-0000-7000-8000-0123456789a',
        '01900000-0000-7000-8000-0123456789abc',
        'g1900000-0000-7000-8000-0123456789ab',
        '01900000,0000-7000-8000-0123456789ab',
        '019000000000-7000-8000-0123456789ab-',
        '０1900000-0000-7000-8000-0123456789ab',
      ],
    ],
    ['instant', 'at', ['yesterday', new Date(NaN)]],
    ['day', 'day', ['', 'today', '2026-02-28T08:00:00Z']],
    ['number', 'count', [1.5, NaN, 2_147_483_648, -2_147_483_649, '7']],
  ])('not at all where a value is no %s: as data that PostgreSQL would refuse', async (_, column, values) => {
    const format = await formatOf(SET);
    for (const value of values)
      expect(() => format.encode([{ [column]: value }])).toThrow(expect.objectContaining({ code: '22000' }));
  });

  test('as far away as deadlines go', async () => {
    const format = await formatOf(SET);
    const ats = ['9999-12-31T15:59:59.999Z', '2917-11-30T00:00:00.000Z', '1000-01-01T00:00:00.000Z'];
    const rows = await sent(
      format,
      ats.map((at) => ({ at: new Date(at) })),
    );
    expect(rows.map((row) => new Date(String(row['at'])).toISOString())).toEqual(ats);
  });
});
