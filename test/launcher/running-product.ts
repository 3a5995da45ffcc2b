import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
// What npm and Jest set for themselves must not reach the product.
const cleared = ['DATABASE_URL', 'NODE_OPTIONS', 'NODE_ENV', 'HOST', 'ROLE', 'SAMPLE', 'SMTP_URL', 'PUBLIC_URL'];

/** The product as `npm start` runs it, on a data folder of its own and any free port. */
export class RunningProduct {
  #output = '';
  /** The end of the launcher and of everything that writes where it wrote. */
  readonly #closed: Promise<unknown>;

  private constructor(private readonly launcher: ChildProcess) {
    this.#closed = once(launcher, 'close');
    for (const stream of [launcher.stdout, launcher.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    }
  }

  /** `more`: settings beside the data folder and the port. */
  static start(dataFolder: string, more: string[] = []): RunningProduct {
    const unset = cleared.flatMap((name) => ['-u', name]);
    const settings = [`DATA_DIR=${dataFolder}`, 'PORT=0', ...more];
    const command = [process.execPath, 'apps/launcher/start.mjs'];
    return new RunningProduct(
      spawn('env', [...unset, ...settings, ...command], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
  }

  /** Everything that was said so far. */
  get output(): string {
    return this.#output;
  }

  /** The address that people open, once it is ready. */
  async address(): Promise<string> {
    for (;;) {
      const address = /Kaoping is ready: (\S+)/.exec(this.#output)?.[1];
      if (address) return address;
      if (this.launcher.exitCode !== null) throw new Error(`ended before it was ready:\n${this.#output}`);
      await Promise.race([once(this.launcher.stdout ?? this.launcher, 'data'), this.#closed]);
    }
  }

  /** Everything that was said, once these words are among it. */
  async until(words: string): Promise<string> {
    while (!this.#output.includes(words))
      await Promise.race([once(this.launcher.stdout ?? this.launcher, 'data'), this.#closed]);
    return this.#output;
  }

  /** Sends a signal and resolves, when nothing of the product is left, to the exit code, null after a kill. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    this.launcher.kill(signal);
    return this.exitCode();
  }

  async exitCode(): Promise<number | null> {
    await this.#closed;
    return this.launcher.exitCode;
  }
}
