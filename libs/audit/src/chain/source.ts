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
  /**
   * What is sealed of it: the row in the binary form in which PostgreSQL sends it, in base64. Read twice it is the same text, however
   * often it was stored and restored, whatever the time zone and format of a session; and it is made in half the time of JSON.
   */
  body: string;
}

interface Row extends Omit<Entry, 'xact'> {
  xact: string;
}

/**
 * For the transaction under way: entries are read along their indexes, whatever the statistics of the tables say. Those of a table
 * that grows are always behind, and would have the rest of it sorted for each portion.
 */
export async function readAlongIndexes(sql: Sql): Promise<void> {
  await sql.query(
    `select set_config(other, 'off', true) from unnest(array['enable_seqscan', 'enable_bitmapscan', 'enable_sort', 'enable_incremental_sort', 'jit']) other`,
  );
}

/** Entries of all sources in the order of sealing, those after a position up to another, no more than the limit. */
export async function entriesBetween(
  sql: Sql,
  sources: readonly AuditSource[],
  { after, upTo }: { after: Position; upTo: Position },
  limit: number,
): Promise<Entry[]> {
  const values: unknown[] = [limit];
  const parts = sources.map((source) => entriesOf(sources, source, { after, upTo }, values));
  const rows = await sql.query<Row>(parts.map((part) => `(${part})`).join(' union all '), values);
  const entries = rows.map((row) => ({ ...row, xact: Number(row.xact) }));
  // Each source comes in its own order.
  const ranks = new Map(sources.map(({ name }, rank) => [name, rank]));
  const rank = ({ source }: Entry): number => ranks.get(source) ?? 0;
  return entries.sort((a, b) => a.xact - b.xact || rank(a) - rank(b)).slice(0, limit);
}

/** The entries of one source; `values` takes the parameters. */
function entriesOf(
  sources: readonly AuditSource[],
  source: AuditSource,
  { after, upTo }: { after: Position; upTo: Position },
  values: unknown[],
): string {
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
  return `select '${source.name}' as source, ${columns.map((column) => `${column}::text`).join(` || '/' || `)} as key, xact,
            ${source.keptUntil ?? 'null'} as "keptUntil", encode(record_send(row(${source.sealed.join(', ')})), 'base64') as body
       from ${source.table} where ${conditions.join(' and ')} order by ${['xact', ...columns].join(', ')} limit $1`;
}

function rankOf(sources: readonly AuditSource[], name: string | null): number {
  return name === null ? -1 : sources.findIndex((source) => source.name === name);
}
