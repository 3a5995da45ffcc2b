import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { testRun } from './test-run.js';

const folder = new URL('../../../test/harness/certificates/', import.meta.url);
const fileOf = (name: string): string => fileURLToPath(new URL(name, folder));

/** A server's certificate for 127.0.0.1, which no machine but a test's believes; its key lies open for everybody. */
export const certificates = {
  /** Who signed it. */
  authority: fileOf('authority.pem'),
  /** Another authority, who did not. */
  stranger: fileOf('stranger.pem'),
  cert: readFileSync(fileOf('machine.pem'), 'utf8'),
  key: readFileSync(fileOf('machine-key.pem'), 'utf8'),
};

/** Lets the PostgreSQL of the run take TLS as well, until the returned function is called. */
export async function postgresWithTls(): Promise<() => Promise<void>> {
  const { cert, key } = certificates;
  await asSuperuser([fileIn('kaoping-test.crt', cert), fileIn('kaoping-test.key', key)]);
  await asSuperuser([
    `ALTER SYSTEM SET ssl_cert_file = 'kaoping-test.crt'`,
    `ALTER SYSTEM SET ssl_key_file = 'kaoping-test.key'`,
    `ALTER SYSTEM SET ssl = on`,
    `SELECT pg_reload_conf()`,
  ]);
  while (!(await takesTls()));
  return async () => {
    await asSuperuser([`ALTER SYSTEM RESET ssl`, `SELECT pg_reload_conf()`]);
  };
}

/** Written by PostgreSQL itself, which takes no key that others may read. */
function fileIn(name: string, text: string): string {
  return `COPY (SELECT unnest(string_to_array('${text.trim()}', E'\\n'))) TO PROGRAM 'umask 077; cat > ${name}'`;
}

/** Who is connected to a database, and whether by TLS, which nobody else is told. */
export function connectionsTo(database: string): Promise<{ name: string; ssl: boolean }[]> {
  return asSuperuser([
    `SELECT application_name AS name, ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE datname = '${database}'`,
  ]);
}

/** Answers the rows of the last statement. */
async function asSuperuser<Row>(statements: string[]): Promise<Row[]> {
  const url = new URL(testRun.databaseUrl);
  url.username = 'postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows as Row[];
  } finally {
    await client.end();
  }
}

async function takesTls(): Promise<boolean> {
  const client = new Client({ connectionString: testRun.databaseUrl, ssl: { rejectUnauthorized: false } });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
