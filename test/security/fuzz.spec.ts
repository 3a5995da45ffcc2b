import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { openDatabase, type TestDatabase } from '../harness/database.js';
import { fuzz } from './fuzz/fuzz.js';
import { WatchedServer, type Watched } from './fuzz/server.js';

const REQUESTS = 3_000;
const seed = randomInt(2 ** 30);

let database: TestDatabase;
let server: WatchedServer;

beforeAll(async () => {
  database = await openDatabase();
  server = await WatchedServer.start(database.url);
});
afterAll(async () => {
  await server.stop();
  await database.close();
});

test(`requests that nobody would send are refused, and never break the server or hold it up (seed ${seed})`, async () => {
  const { faults, statuses } = await fuzz(server, REQUESTS, seed);
  expect(faults).toEqual([]);
  // It reaches behind the door: much is refused field by field, and some is carried out.
  for (const status of ['200', '403', '404', '409', '422'])
    expect([status, (statuses[status] ?? 0) > 20]).toEqual([status, true]);
}, 300_000);

test('the watchdog sees a thread that computes on end, and a rejection that nobody caught', async () => {
  const watchdog = new URL('./fuzz/watchdog.js', import.meta.url).href;
  const busy = `
    const computed = () => process.threadCpuUsage().user / 1000;
    setTimeout(() => {
      for (const from = computed(); computed() - from < 150; );
      setTimeout(() => Promise.reject(new Error('nobody caught me')), 50);
    }, 50);`;
  const child = spawn(process.execPath, ['--import', watchdog, '--eval', busy], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const [seen] = (await once(child, 'message')) as [Watched];
  expect(seen.longestMs).toBeGreaterThan(140);
  expect(seen.uncaught.join()).toContain('unhandledRejection: Error: nobody caught me');
});
