import type { Sql } from '#platform';
import type { Position } from './position.js';

/** A table whose entries are sealed. Its rows carry `xact`, the transaction that wrote them, with an index on it and the key. */
export interface AuditSource {
  name: string;
  table: string;
  /** The columns that tell its entries apart, with their types. */
  key: { column: string; type: 'uuid' | 'integer' }[];
  /** Everything that is sealed of an entry, key and `xact` included; never changed for entries that are sealed already. */
  sealed: string[];
  /** An expression for the month (`YYYY-MM`) until whose end an entry is to be there; null where purges alone say it. */
  keptUntil: string | null;
}

/** An entry as it stands in its table. */
export interface Entry {
  source: string;
  /** Its key, columns joined by `/`. */
  key: string;
  xact: number;
  keptUntil: string | null;
  /** What is sealed of it, as PostgreSQL writes it: read twice it is the same text, however often it was stored and restored. */
  body: string;
}

interface Row {
  key: string;
  xact: string;
  keptUntil: string | null;
  body: string;
}

/** Entries of all sources in the order of sealing, those after a position up to another, no more than the limit. */
export async function entriesBetween(
  sql: Sql,
  sources: readonly AuditSource[],
  { after, upTo }: { after: Position; upTo: Position },
  limit: number,
): Promise<Entry[]> {
  const found: Entry[][] = [];
  for (const source of sources) found.push(await entriesOf(sql, sources, source, { after, upTo }, limit));
  return merged(found).slice(0, limit);
}

async function entriesOf(
  sql: Sql,
  sources: readonly AuditSource[],
  source: AuditSource,
  { after, upTo }: { after: Position; upTo: Position },
  limit: number,
): Promise<Entry[]> {
  const values: unknown[] = [limit];
  const columns = source.key.map(({ column }) => column);
  const isBeyond = (position: Position, than: { inside: string; later: string; sooner: string }): string => {
    values.push(position.xact);
    const xact = `$${values.length}::bigint`;
    const order = rankOf(sources, position.source) - rankOf(sources, source.name);
    if (order !== 0) return `xact ${order > 0 ? than.later : than.sooner} ${xact}`;
    const parts = position.key.split('/').map((part, at) => {
      values.push(part);
      return `$${values.length}::${source.key[at]?.type ?? 'text'}`;
    });
    return `(${['xact', ...columns].join(', ')}) ${than.inside} (${[xact, ...parts].join(', ')})`;
  };
  const conditions = [
    isBeyond(after, { inside: '>', later: '>', sooner: '>=' }),
    isBeyond(upTo, { inside: '<=', later: '<=', sooner: '<' }),
  ];
  const rows = await sql.query<Row>(
    `select ${columns.map((column) => `${column}::text`).join(` || '/' || `)} as key, xact, ${source.keptUntil ?? 'null'} as "keptUntil",
            json_build_array(${source.sealed.join(', ')})::text as body
       from ${source.table} where ${conditions.join(' and ')} order by ${['xact', ...columns].join(', ')} limit $1`,
    values,
  );
  return rows.map((row) => ({ ...row, source: source.name, xact: Number(row.xact) }));
}

function rankOf(sources: readonly AuditSource[], name: string | null): number {
  return name === null ? -1 : sources.findIndex((source) => source.name === name);
}

/** Sources in their order within a transaction. */
function merged(lists: Entry[][]): Entry[] {
  return lists.flat().sort((a, b) => a.xact - b.xact);
}
