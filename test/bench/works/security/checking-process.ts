import 'reflect-metadata';
import { reachOf } from '#organisation';
import { sightOf } from '#tasks';
import { casesOf, everyReader, PERMISSIONS } from './checked-readers.js';
import { guardOver } from './guarded-routes.js';

export interface Asked {
  rounds: number;
  /** Of each kind, in each round. */
  checks: number;
}

/** Microseconds that one check took, round by round, for each kind of check: by the clock, and of the processor. */
export type Checked = Record<string, { clock: number; cpu: number }[]>;

const [rounds = 1, checks = 1] = process.argv.slice(2).map(Number);
const readers = everyReader();
const cases = casesOf(readers);
const { routes, isLetThrough } = guardOver(readers);

/** The n-th check of each kind says whether it was granted; strides that share no factor go through all combinations. */
const kinds: Record<string, (n: number) => boolean | Promise<boolean>> = {
  // The guard of all routes, as each request meets it, whose session is known.
  guard: (n) => isLetThrough(n % readers.length, Math.floor(n / readers.length) % routes),
  // How far a permission goes.
  reach: (n) => {
    const { isEverywhere, unitIds, hasOwn } = reachOf(
      nth(readers, n).holdings,
      nth(PERMISSIONS, Math.floor(n / readers.length)),
    );
    return isEverywhere || hasOwn || unitIds.length > 0;
  },
  // Whether one case may be seen.
  case: (n) => sightOf(nth(readers, n)).covers(nth(cases, Math.floor(n / readers.length))),
};

const measured: Checked = {};
// The first round is to get warm.
for (let round = 0; round <= rounds; round += 1)
  for (const [kind, check] of Object.entries(kinds)) {
    const one = await timed(kind, check);
    if (round > 0) (measured[kind] ??= []).push(one);
  }
process.send?.(measured);
process.disconnect();

async function timed(kind: string, check: (n: number) => boolean | Promise<boolean>): Promise<Checked[string][number]> {
  let granted = 0;
  const [began, cpuBefore] = [performance.now(), process.cpuUsage()];
  for (let n = 0; n < checks; n += 1) {
    const answer = check(n);
    if (typeof answer === 'boolean' ? answer : await answer) granted += 1;
  }
  const clock = ((performance.now() - began) * 1000) / checks;
  const { user, system } = process.cpuUsage(cpuBefore);
  // Where nothing is granted, or nothing refused, it was no check that was measured.
  if (granted === 0 || granted === checks) throw new Error(`${kind}: ${granted} of ${checks} were granted`);
  return { clock, cpu: (user + system) / checks };
}

function nth<Item>(items: readonly Item[], n: number): Item {
  return items[n % items.length] as Item;
}
