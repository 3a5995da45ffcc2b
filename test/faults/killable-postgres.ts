import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { migrate } from '../../apps/api/src/database.js';

const DATABASE = 'faults';
const launcher = fileURLToPath(new URL('../../../apps/launcher/faults.mjs', import.meta.url));

/** A PostgreSQL of its own that may be killed. */
export class KillablePostgres {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    private server: string,
  ) {}

  /** Where its database is now. */
  get url(): string {
    const url = new URL(this.server);
    url.pathname = `/${DATABASE}`;
    return url.href;
  }

  /** Makes the database, migrated and empty. */
  async prepare(): Promise<void> {
    const admin = new Client({ connectionString: this.server });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${DATABASE}`);
    await admin.end();
    await migrate(this.url);
  }

  static async start(): Promise<KillablePostgres> {
    const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, launcher, 'postgres'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new KillablePostgres(child, lines, await lineOf(lines));
  }

  /** Kills it, by kill -9 or as `pg_ctl restart -m immediate` does; resolves to its new address once it is there again. */
  async kill(how: 'kill' | 'crash'): Promise<string> {
    this.child.stdin?.write(`${how}\n`);
    this.server = await lineOf(this.lines);
    return this.url;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.child.once('close', resolve));
    this.child.stdin?.end();
    await closed;
  }
}

async function lineOf(lines: AsyncIterator<string>): Promise<string> {
  for (;;) {
    const line = await lines.next();
    if (line.done === true) throw new Error('PostgreSQL for the faults did not start');
    if (line.value.startsWith('postgres://')) return line.value;
  }
}
