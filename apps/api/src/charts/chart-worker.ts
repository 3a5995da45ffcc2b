import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ChartView } from '#contracts';
import { Worker } from 'node:worker_threads';
import type { Drawing } from './lay-out.js';

/** Who waits for a drawing, in the order that they asked. */
interface Waiting {
  resolve: (picture: ChartView) => void;
  reject: (error: Error) => void;
}

/** A thread that lays charts out, so that the server's own answers meanwhile; started by the first drawing. */
@Injectable()
export class ChartWorker implements OnModuleDestroy {
  #thread: { worker: Worker; waiting: Waiting[] } | null = null;

  /** Rejects where the thread ends; the next drawing starts another. */
  layOut(drawing: Drawing): Promise<ChartView> {
    this.#thread ??= this.#start();
    const { worker, waiting } = this.#thread;
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage(drawing);
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.#thread?.worker.terminate();
  }

  #start(): { worker: Worker; waiting: Waiting[] } {
    const worker = new Worker(new URL('./worker.js', import.meta.url));
    const waiting: Waiting[] = [];
    let cause: unknown;
    worker.unref();
    worker.on('message', (picture: ChartView) => waiting.shift()?.resolve(picture));
    worker.on('error', (error: unknown) => (cause = error));
    worker.on('exit', () => {
      this.#thread = null;
      for (const { reject } of waiting) reject(new Error('the thread that lays charts out has ended', { cause }));
    });
    return { worker, waiting };
  }
}
