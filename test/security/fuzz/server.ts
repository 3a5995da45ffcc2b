import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../apps/api/src/main.js', import.meta.url));
const watchdog = new URL('./watchdog.js', import.meta.url).href;
const READY = /Kaoping is ready: (http:\S+)/;

/** What the server’s watchdog saw since it was asked last. */
export interface Watched {
  longestMs: number;
  uncaught: string[];
}

/** The product in a process of its own, with a watchdog on its thread. */
export class WatchedServer {
  #said = '';
  #lastWords: Watched = { longestMs: 0, uncaught: [] };

  readonly #gone: Promise<unknown>;

  private constructor(
    private readonly child: ChildProcess,
    readonly address: string,
  ) {
    this.#gone = once(child, 'exit');
    const hear = (chunk: Buffer): void => {
      this.#said = (this.#said + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('message', (message) => (this.#lastWords = message as Watched));
  }

  static async start(databaseUrl: string): Promise<WatchedServer> {
    const child = spawn(process.execPath, ['--enable-source-maps', '--import', watchdog, main], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        DATABASE_URL: databaseUrl,
        PORT: '0',
        SAMPLE: 'hangzhou',
        LOG_LEVEL: 'error',
        // One session asks for what all of a city would.
        REQUESTS_PER_MINUTE: '10000000',
        DATA_DIR: mkdtempSync(join(tmpdir(), 'kaoping-fuzz-')),
      },
    });
    let said = '';
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = READY.exec(said)?.[1];
        if (found) resolve(found);
      });
      child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}: ${said}`)));
    });
    const server = new WatchedServer(child, address.replace('localhost', '127.0.0.1'));
    // What it did before it was ready kept nobody waiting.
    await server.watched();
    return server;
  }

  get isUp(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The last that it wrote. */
  get said(): string {
    return this.#said;
  }

  /** What happened since this was asked last; its last words, where it is gone. */
  async watched(): Promise<Watched> {
    if (this.isUp) {
      const told = once(this.child, 'message');
      this.child.send('tell');
      await Promise.race([told, this.#gone]);
    }
    return this.#lastWords;
  }

  async stop(): Promise<void> {
    if (!this.isUp) return;
    this.child.kill('SIGTERM');
    await this.#gone;
  }
}
