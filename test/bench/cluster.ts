import { Client, type QueryResultRow } from 'pg';

/** Does work on a connection of its own. */
export async function connected<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** One statement on a connection of its own. */
export async function queried<Row extends QueryResultRow>(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return connected(url, async (client) => (await client.query<Row>(statement, values)).rows);
}

/** The same server's database of that name. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

/** Makes a fresh database, empty or a copy of another one, and answers its address. */
export async function createDatabase(url: string, name: string, template?: string): Promise<string> {
  await connected(url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}${template ? ` TEMPLATE ${template} STRATEGY FILE_COPY` : ''}`);
  });
  return databaseUrl(url, name);
}

/** Drops the databases of the bench but the one that the others are copied from. */
export async function dropCopies(url: string, origin: string): Promise<void> {
  const copies = await queried<{ name: string }>(
    url,
    `SELECT datname AS name FROM pg_database WHERE datname LIKE 'bench\\_%' AND datname <> $1`,
    [origin],
  );
  for (const { name } of copies) await queried(url, `DROP DATABASE ${name} WITH (FORCE)`);
}

/** Rows inserted, updated and deleted in all tables of a database, as far as its sessions have reported them. */
export interface TupleCount {
  inserted: number;
  updated: number;
  deleted: number;
}

export async function tupleCount(url: string): Promise<TupleCount> {
  const [row] = await queried<TupleCount>(
    url,
    `SELECT coalesce(sum(n_tup_ins), 0)::float8 AS inserted, coalesce(sum(n_tup_upd), 0)::float8 AS updated,
       coalesce(sum(n_tup_del), 0)::float8 AS deleted FROM pg_stat_user_tables`,
  );
  return row ?? { inserted: 0, updated: 0, deleted: 0 };
}
