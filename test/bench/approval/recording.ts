import { connected } from '../cluster.js';
import type { Client } from 'pg';

/** One row as text, by column; what is null is left out. */
export type RowText = Record<string, string>;

/** A table as the database describes it. */
export interface Table {
  name: string;
  /** Column by name, with its SQL type. */
  columns: Record<string, string>;
  key: string[];
}

export interface RowImage {
  table: string;
  row: RowText;
}

/** What one step did to the tables, found by comparing them before and after. */
export interface RecordedStep {
  inserted: RowImage[];
  /** The row as it became, and the columns that changed. */
  updated: (RowImage & { changed: string[] })[];
  deleted: RowImage[];
}

type Snapshot = Map<string, RowImage>;

/** Watches what the product's own steps write, so that others can be made to write the same rows. */
export class Recorder {
  #before: Snapshot = new Map();

  private constructor(
    private readonly url: string,
    readonly tables: readonly Table[],
  ) {}

  static async over(url: string): Promise<Recorder> {
    const recorder = new Recorder(url, await connected(url, readTables));
    recorder.#before = await recorder.#snapshot();
    return recorder;
  }

  /** What has changed since the last call. */
  async step(): Promise<RecordedStep> {
    const after = await this.#snapshot();
    const before = this.#before;
    this.#before = after;
    const step: RecordedStep = { inserted: [], updated: [], deleted: [] };
    for (const [key, image] of after) {
      const old = before.get(key);
      if (!old) step.inserted.push(image);
      else {
        const changed = this.#columnsOf(image.table).filter((name) => old.row[name] !== image.row[name]);
        if (changed.length > 0) step.updated.push({ ...image, changed });
      }
    }
    for (const [key, image] of before) if (!after.has(key)) step.deleted.push(image);
    return step;
  }

  #columnsOf(table: string): string[] {
    return Object.keys(this.tables.find((one) => one.name === table)?.columns ?? {});
  }

  #snapshot(): Promise<Snapshot> {
    return connected(this.url, async (client) => {
      const snapshot: Snapshot = new Map();
      for (const table of this.tables) {
        const list = Object.keys(table.columns).map((name) => `${name}::text`);
        const { rows } = await client.query<Record<string, string | null>>(
          `SELECT ${list.join(', ')} FROM ${table.name}`,
        );
        for (const row of rows) {
          const full = Object.entries(row).filter((entry): entry is [string, string] => entry[1] !== null);
          const image: RowImage = { table: table.name, row: Object.fromEntries(full) };
          snapshot.set(`${table.name} ${table.key.map((name) => row[name]).join(' ')}`, image);
        }
      }
      return snapshot;
    });
  }
}

/** Every table with a primary key; of a partitioned one the whole, not its parts. What PostgreSQL counts itself is left to it. */
async function readTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT c.relname AS name, jsonb_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) AS columns,
       (SELECT array_agg(k.attname::text ORDER BY k.attnum) FROM pg_index i JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = ANY (i.indkey)
        WHERE i.indrelid = c.oid AND i.indisprimary) AS key
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attname <> 'xact'
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
     GROUP BY c.oid ORDER BY c.relname`,
  );
  return rows;
}

/** The rows that stand after some steps: those of the first with the changes of the others. */
export function standing(tables: readonly Table[], steps: readonly RecordedStep[]): RowImage[] {
  const rows = new Map<string, RowImage>();
  const keyOf = ({ table, row }: RowImage): string =>
    `${table} ${tables
      .find((one) => one.name === table)
      ?.key.map((name) => row[name])
      .join(' ')}`;
  for (const step of steps) {
    for (const image of step.deleted) rows.delete(keyOf(image));
    for (const image of [...step.inserted, ...step.updated]) {
      if (rows.has(keyOf(image)) || step.inserted.includes(image)) rows.set(keyOf(image), image);
    }
  }
  return [...rows.values()];
}
