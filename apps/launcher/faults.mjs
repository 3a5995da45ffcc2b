import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { inCheckout, root } from './checkout.mjs';
import { run } from './command.mjs';
import { startCluster } from './database/cluster.mjs';
import { durable } from './database/cluster-settings.mjs';
import { createCluster } from './database/new-cluster.mjs';
import { postmaster } from './database/postmaster.mjs';
import { openTemporaryDatabase } from './database/temporary-database.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { pause, runShown } from './processes.mjs';

const MOST_STARTS = 50;

const [first, ...others] = process.argv.slice(2);

if (first === 'postgres') await run(serveKillablePostgres);
else await run(() => onPinnedNode(faults));

/** The whole loops, on a PostgreSQL of their own; the report goes to docs/faults.md. */
async function faults() {
  await buildWhatChanged();
  const database = await openTemporaryDatabase({ ...durable, max_connections: 200 });
  try {
    const env = { ...process.env, KAOPING_TEST_DATABASE_URL: database.url };
    const parameters = [inCheckout('dist', 'test', 'faults', 'main.js'), ...(first ? [first, ...others] : [])];
    return await runShown(process.execPath, parameters, { cwd: root, env });
  } finally {
    await database.close();
  }
}

/** The children of a killed server hold its memory until they notice. */
async function startAgain(start, attempt = 1) {
  try {
    return await start();
  } catch (error) {
    if (attempt === MOST_STARTS) throw error;
    await pause(100);
    return startAgain(start, attempt + 1);
  }
}

/**
 * A PostgreSQL that whoever started this process may kill: after each line on standard input, `kill` or `crash`, it is
 * started again, and its new address written as a line. It ends with the input.
 */
async function serveKillablePostgres() {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaoping-faults-'));
  chmodSync(folder, 0o711);
  const cluster = path.join(folder, 'postgres');
  const password = randomBytes(24).toString('hex');
  const start = () => startCluster({ folder: cluster, settings: durable, log: path.join(folder, 'postgres.log') });
  await createCluster({ folder: cluster, password, flags: ['--no-sync'] });
  let started = await start();
  const tell = () => process.stdout.write(`postgres://kaoping:${password}@127.0.0.1:${started.port}/postgres\n`);
  tell();
  try {
    for await (const order of createInterface({ input: process.stdin })) {
      const { pid } = postmaster(cluster);
      // Without a last word, or with one to its children alone: either is a crash for the data.
      process.kill(pid, order === 'kill' ? 'SIGKILL' : 'SIGQUIT');
      await started.exited;
      started = await startAgain(start);
      tell();
    }
  } finally {
    await started.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}
