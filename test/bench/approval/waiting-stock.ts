import { connected, queried } from '../cluster.js';
import type { Stock } from './numbered-id.js';
import type { Origin } from './origin.js';
import type { StockBySql } from './process-subject.js';
import { standing } from './recording.js';
import { insertSql } from './row-sql.js';

export const literal = (value: string, type: string): string => `'${value.replaceAll(`'`, `''`)}'::${type}`;

/** Empties the tables that the approval writes. */
export async function emptyTables(url: string, origin: Origin): Promise<void> {
  const { start, office, leader } = origin.steps;
  const touched = [start, office, leader].flatMap((step) => step.inserted.map((image) => image.table));
  await connected(url, (client) => client.query(`TRUNCATE ${[...new Set(touched)].join(', ')}`));
}

/** Instances numbered `from` to `to` that wait where the stock waits: copies of the recorded one, made by SQL alone. */
export async function addWaiting(url: string, origin: Origin, stock: Stock, from: number, to: number): Promise<void> {
  const { start, office } = origin.steps;
  const rows = standing(origin.tables, stock === 'office' ? [start] : [start, office]);
  const writing = { tables: origin.tables, ids: origin.ids, stock, n: 'n', constant: literal };
  await connected(url, async (client) => {
    for (const image of rows) {
      await client.query(`${insertSql(writing, image)} FROM generate_series(${from}, ${to}) AS n`);
    }
  });
}

/** A fresh stock of as many instances before each of the two steps, with nothing else in the tables. */
export async function fillStock(url: string, origin: Origin, count: number): Promise<void> {
  await emptyTables(url, origin);
  await Promise.all([addWaiting(url, origin, 'office', 1, count), addWaiting(url, origin, 'leader', 1, count)]);
  await settle(url);
}

/** What PostgreSQL would tidy up later it does now, before anything is measured. */
export async function settle(url: string): Promise<void> {
  await queried(url, 'VACUUM ANALYZE');
  await queried(url, 'CHECKPOINT');
}

/**
 * The stock of one subject's database, and how many steps its journal holds beyond those of the stock: cases that wait for the
 * office, copied by SQL, or started by the subject itself.
 */
export function stockBySql(url: string, origin: Origin, madeBy: 'sql' | 'subject' = 'sql'): StockBySql {
  let before = 0;
  const entries = async (): Promise<number> => {
    const [row] = await queried<{ entries: number }>(url, `SELECT count(*)::int AS entries FROM journal`);
    return row?.entries ?? 0;
  };
  return {
    stock: async (count, own) => {
      await emptyTables(url, origin);
      if (madeBy === 'sql') await addWaiting(url, origin, 'office', 1, count);
      await own();
      await settle(url);
      before = await entries();
    },
    stepsWritten: async () => (await entries()) - before,
  };
}
