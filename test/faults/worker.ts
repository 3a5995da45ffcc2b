import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Order, Report } from './orders.js';

const script = fileURLToPath(new URL('./engine-worker.js', import.meta.url));

/** The process died before it answered. */
export class Died extends Error {}

/** A worker process, seen from the test. */
export class Worker {
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  readonly #ended: Promise<unknown>;
  #no = 0;

  private constructor(private readonly child: ChildProcess) {
    this.#ended = once(child, 'exit').then(() => {
      for (const { reject } of this.#waiting.values()) reject(new Died());
      this.#waiting.clear();
    });
    child.on('error', () => undefined);
    child.on('message', (said: Report) => {
      const waiting = this.#waiting.get(said.no);
      this.#waiting.delete(said.no);
      if (said.error !== undefined) waiting?.reject(new Error(said.error));
      else waiting?.resolve(said.result);
    });
  }

  static spawn(flags: string[] = []): Worker {
    // Of the test's own flags none is for the worker.
    return new Worker(fork(script, { execArgv: flags, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: {} }));
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What the order came to; rejects with the code of a refusal, or with `Died`. */
  tell<Result>(order: Order): Promise<Result> {
    this.#no += 1;
    const no = this.#no;
    return new Promise<Result>((resolve, reject) => {
      if (!this.isAlive) {
        reject(new Died());
        return;
      }
      this.#waiting.set(no, { resolve: resolve as (result: unknown) => void, reject });
      this.child.send({ ...order, no }, (error) => {
        if (error) reject(new Died());
      });
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended;
  }

  async ended(): Promise<void> {
    await this.#ended;
  }
}

/** Keeps one process warm, so that the next one is at work at once. */
export class Workers {
  readonly #all = new Set<Worker>();
  #spare: Worker | null = null;

  constructor(private readonly tenantId: string) {}

  async open(url: string, offsetMs = 0): Promise<Worker> {
    const worker = this.#spare ?? this.#spawn();
    this.#spare = this.#spawn();
    await worker.tell({ do: 'open', url, tenantId: this.tenantId });
    if (offsetMs !== 0) await worker.tell({ do: 'clock', offsetMs });
    return worker;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.kill()));
  }

  #spawn(): Worker {
    const worker = Worker.spawn();
    this.#all.add(worker);
    void worker.ended().then(() => this.#all.delete(worker));
    return worker;
  }
}
