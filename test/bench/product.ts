import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HttpLine, type Reply } from './http-line.js';

const main = fileURLToPath(new URL('../../apps/api/src/main.js', import.meta.url));
/** The same as that of `npm start`. */
const compileCache = fileURLToPath(new URL('../../.compile-cache', import.meta.url));
const READY = /Kaoping is ready: (http:\S+)/;
const PASSWORD = 'kaoping-2017';

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The product as `npm start` runs it, on a database of the bench. */
export class Product {
  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
    /** From the start of the process to the line that it is ready. */
    readonly startedInMs: number,
  ) {}

  /** `more`: settings beside those of every bench. */
  static async start(databaseUrl: string, more: Record<string, string> = {}): Promise<Product> {
    const began = performance.now();
    const env = {
      DATABASE_URL: databaseUrl,
      PORT: '0',
      SAMPLE: 'hangzhou',
      // One session asks for what all of a city would.
      REQUESTS_PER_MINUTE: '10000000',
      NODE_COMPILE_CACHE: compileCache,
      MALLOC_ARENA_MAX: '2',
      // What says how far a chain was sealed is that of this database alone.
      DATA_DIR: mkdtempSync(join(tmpdir(), 'kaoping-bench-')),
      ...more,
    };
    const child = spawn(process.execPath, ['--enable-source-maps', main], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env,
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    let said = '';
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = READY.exec(said)?.[1];
        if (found) resolve(found);
      });
      child.once('exit', (code) => reject(new Error(`the product ended with ${String(code)}: ${said}`)));
    });
    return new Product(child, address, performance.now() - began);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  /** The header line of somebody signed in. */
  async signIn(account: string): Promise<string> {
    const line = await HttpLine.open(this.address);
    const credentials = JSON.stringify({ account, password: PASSWORD });
    const reply = await line.send('POST', '/api/session', 'idempotency-key: bench-sign-in\r\n', credentials);
    line.close();
    const cookie = /set-cookie: *([^;\r]+)/i.exec(reply.rawHeaders)?.[1];
    if (cookie === undefined) throw new Error(`${account} cannot sign in: ${reply.body}`);
    return `cookie: ${cookie}\r\n`;
  }
}

/** As many kept connections as there are requests at one time. */
export class HttpLines {
  readonly #free: HttpLine[] = [];

  constructor(private readonly address: string) {}

  async send(method: string, path: string, headers: string, body?: string | Buffer): Promise<Reply> {
    const line = this.#standing() ?? (await HttpLine.open(this.address));
    const reply = await line.send(method, path, headers, body);
    this.#free.push(line);
    return reply;
  }

  #standing(): HttpLine | undefined {
    for (let line = this.#free.pop(); line; line = this.#free.pop()) if (line.isOpen) return line;
    return undefined;
  }

  close(): void {
    for (const line of this.#free) line.close();
  }
}
