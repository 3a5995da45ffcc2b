import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before the server (`--import`): tells whoever started it how long its one thread was busy without a pause, and
 * what no one caught. Counted is the time that the thread itself computed, not that it waited for a processor.
 */
const EVERY_MS = 10;

let longestMs = 0;
let uncaught: string[] = [];
let before = computedMs();

function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Other threads of the server load this too, and hold nobody up. */
if (isMainThread) {
  setInterval(() => {
    const now = computedMs();
    longestMs = Math.max(longestMs, now - before);
    before = now;
  }, EVERY_MS).unref();
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    uncaught.push(`${origin}: ${error.stack ?? String(error)}`);
    process.send?.({ longestMs, uncaught });
  });
  process.on('message', (message) => {
    if (message !== 'tell') return;
    process.send?.({ longestMs, uncaught });
    [longestMs, uncaught] = [0, []];
  });
  process.channel?.unref();
}
