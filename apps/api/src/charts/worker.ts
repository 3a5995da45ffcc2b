import { parentPort } from 'node:worker_threads';
import { layOut, type Drawing } from './lay-out.js';

/** The thread of `ChartWorker`: lays out one drawing after the other, in the order they come, and answers in that order. */
const port = parentPort;
let last: Promise<unknown> = Promise.resolve();
port?.on('message', (drawing: Drawing) => {
  last = last.then(async () => {
    port.postMessage(await layOut(drawing));
  });
});
