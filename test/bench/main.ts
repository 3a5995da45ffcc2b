import 'reflect-metadata';
import { everyTenant } from '#platform';
import { testRun } from '../harness/test-run.js';
import { sideBySide } from './approval/side-by-side.js';
import { ORIGIN } from './approval/origin.js';
import { dropCopies } from './cluster.js';
import { machineFacts } from './machine.js';
import { writePage } from './page/page.js';
import { keepResults, keepSecurity, lastResults } from './results.js';
import { BenchRun } from './run.js';
import { httpSteady } from './works/http-steady.js';
import { journal } from './works/journal.js';
import { memory } from './works/memory.js';
import { openYear } from './works/open-year.js';
import { security } from './works/security/security.js';
import { timers } from './works/timers.js';

type Work = (run: BenchRun, names: string[]) => Promise<void>;

const works: Record<string, Work> = {
  approval: sideBySide,
  timers,
  'open-year': openYear,
  'http-steady': httpSteady,
  memory,
  journal,
  security,
};

/** The exit code: 1 where a work failed; the others are still done, and their figures kept. */
async function main(given: string[]): Promise<number> {
  if (given[0] === 'page') return rewritePage();
  const isQuick = given.includes('quick');
  const names = given.filter((name) => name !== 'quick');
  const asked = names.filter((name) => name in works);
  const subjects = names.filter((name) => !(name in works));
  if (subjects.length > 0 && !asked.includes('approval')) throw new Error(`no such work: ${subjects.join(', ')}`);
  const run = new BenchRun(superuser(testRun.databaseUrl), isQuick);
  const facts = await machineFacts(run.databaseUrl);
  for (const name of asked.length > 0 ? asked : Object.keys(works)) {
    run.say(`── ${name}`);
    try {
      await works[name]?.(run, subjects);
    } catch (error) {
      // One work that fails takes no figure from the others.
      run.fail(name, error);
    }
    await dropCopies(run.databaseUrl, ORIGIN);
    // A short run, or one without all subjects, is no comparison.
    if (isQuick || subjects.length > 0) continue;
    if (name === 'security') {
      await keepSecurity(facts, run);
      await rewritePage();
    } else await writePage(await keepResults(facts, run));
  }
  return run.hasFailed ? 1 : 0;
}

async function rewritePage(): Promise<number> {
  const results = await lastResults();
  if (results) await writePage(results);
  return results ? 0 : 1;
}

/** Checkpoints and statistics are the superuser's; its password is the product's in a PostgreSQL that the bench started. */
function superuser(url: string): string {
  const other = new URL(url);
  other.username = 'postgres';
  return other.href;
}

process.on('SIGTERM', () => process.exit(143));
process.on('SIGINT', () => process.exit(130));
process.exit(await everyTenant(() => main(process.argv.slice(2))));
