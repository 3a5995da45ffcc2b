import { randomInt } from 'node:crypto';
import { cpus, release, type } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../harness/database.js';
import { writeTidy } from '../harness/tidy-file.js';
import { bellLost } from './bell-lost.js';
import { clocksJump } from './clocks.js';
import { conflictsInjected, fiftyAtOnce, sentTwice } from './contention.js';
import { killedAtEveryCommit, killedInMidJob } from './crashes.js';
import type { Finding } from './finding.js';
import { Ground, seeded } from './ground.js';
import { networkBreaks, networkSwallows, postgresKilled } from './outages.js';
import { poisonJobs } from './poison.js';
import { reportOf } from './report.js';

const page = fileURLToPath(new URL('../../../docs/faults.md', import.meta.url));
const ALL = 10_000;

/** The loops, whole, or a share of their rounds. Arguments: a seed, so that a run can be made again, and the share. */
async function main(): Promise<number> {
  const seed = Number(process.argv[2] ?? randomInt(2 ** 31));
  const random = seeded(seed);
  const share = Number(process.argv[3] ?? 1);
  const rounds = (whole: number): number => Math.ceil(whole * share);
  const loops: (readonly [string, (ground: Ground) => Promise<Finding>])[] = [
    ['F1', (ground) => killedAtEveryCommit(ground, ALL, random)],
    ['F2', (ground) => killedInMidJob(ground, rounds(500), rounds(2_000), random, true)],
    ['F3', () => postgresKilled(rounds(20), 1_500)],
    ['F5', (ground) => networkBreaks(ground, rounds(60), random)],
    ['F5', (ground) => networkSwallows(ground)],
    ['F8', (ground) => clocksJump(ground, rounds(50))],
    ['F10', (ground) => sentTwice(ground, rounds(300), random)],
    ['F11', (ground) => fiftyAtOnce(ground, rounds(500))],
    ['F12', (ground) => poisonJobs(ground, ['throws', 'exits', 'loops', 'swells'])],
    ['F15', (ground) => bellLost(ground, rounds(10))],
    ['F17', (ground) => conflictsInjected(ground, rounds(100))],
  ];
  const machine = `${type()} ${release()}, ${cpus().length} × ${cpus()[0]?.model ?? '?'}, Node ${process.version}`;
  const findings: { found: Finding; seconds: number }[] = [];
  for (const [fault, loop] of loops) {
    const database = await openDatabase();
    const ground = await Ground.open(database.url);
    const began = performance.now();
    process.stdout.write(`${fault} …\n`);
    try {
      const found = await loop(ground);
      findings.push({ found, seconds: (performance.now() - began) / 1000 });
      process.stdout.write(`${JSON.stringify(found)}\n`);
      await writeTidy(page, reportOf(findings, seed, share, machine));
    } finally {
      await ground.close();
      await database.close();
    }
  }
  const isSound = findings.every(
    ({ found }) => found.lost + found.twice + found.violations === 0 && found.duplicates <= found.ambiguous,
  );
  process.stdout.write(
    isSound ? `无一丢失、无一重复 · nothing lost, nothing done twice: ${page}\n` : `见 · see ${page}\n`,
  );
  return isSound ? 0 : 1;
}

process.exit(await main());
