import { randomInt } from 'node:crypto';
import { cpus, release, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../harness/database.js';
import { writeTidy } from '../../harness/tidy-file.js';
import { fuzz } from './fuzz.js';
import { reportOf } from './report.js';
import { WatchedServer } from './server.js';

const page = fileURLToPath(new URL('../../../../docs/fuzz.md', import.meta.url));
const ALL = 100_000;
const TELL_EVERY = 5_000;

/** All requests. Arguments: a seed, so that a run can be made again, and how many. */
async function main(): Promise<number> {
  const seed = Number(process.argv[2] ?? randomInt(2 ** 30));
  const count = Number(process.argv[3] ?? ALL);
  const machine = `${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}`;
  const database = await openDatabase();
  const server = await WatchedServer.start(database.url);
  try {
    const found = await fuzz(server, count, seed, (sofar) => {
      if (sofar.requests % TELL_EVERY === 0) process.stdout.write(`${JSON.stringify(sofar)}\n`);
    });
    await writeTidy(page, reportOf(found, machine));
    for (const fault of found.faults) process.stdout.write(`✗ ${fault}\n`);
    process.stdout.write(`见 · see ${page}\n`);
    return found.faults.length === 0 ? 0 : 1;
  } finally {
    await server.stop();
    await database.close();
  }
}

process.exit(await main());
