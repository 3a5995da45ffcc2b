import { tmpdir } from 'node:os';
import { copyOfProduct, originOf, type Origin } from '../approval/origin.js';
import { HttpSteps } from '../approval/http-steps.js';
import { inPortions } from '../approval/in-portions.js';
import { untilSealed } from '../approval/sealed-entries.js';
import { addWaiting, settle } from '../approval/waiting-stock.js';
import { closedLoop } from '../load.js';
import { runProgram } from '../peers.js';
import { Product } from '../product.js';
import type { BenchRun } from '../run.js';

const CLIENTS = 8;
const REST_MS = 3_000;
/** Cases in each stock from which steps are taken where only a thousand wait. */
const FOR_STEPS = 30_000;
/** Prime: taken in strides of it, cases lie far from one another in the tables. */
const STRIDE = 7_919;

/** What is there when the product starts, and what steps are then taken from: cases of each of the two stocks. */
interface Size {
  name: 'few' | 'many';
  waiting: number;
  each: number;
}

interface Visit {
  ready: number;
  rss: number;
  rssWorked: number;
  rate: number;
}

/** Whether waiting costs anything: the product among a thousand waiting cases and among a million. */
export async function memory(run: BenchRun): Promise<void> {
  const origin = await originOf(run);
  const forSteps = run.isQuick ? 2_000 : FOR_STEPS;
  const most = run.isQuick ? 20_000 : 1_000_000;
  const sizes: Size[] = [
    { name: 'few', waiting: 1_000, each: forSteps },
    { name: 'many', waiting: most, each: most / 2 },
  ];
  const visits: Record<Size['name'], Visit[]> = { few: [], many: [] };
  const stood = new Map<Size['name'], { url: string; taken: number }>();
  for (let round = 0; round < (run.isQuick ? 1 : 3); round += 1) {
    for (const size of sizes) {
      // The few are made anew each time, for the last steps used them up; of the many hardly any are gone.
      const before = size.name === 'many' ? stood.get('many') : undefined;
      const { url, taken } = before ?? { url: await prepared(run, origin, size), taken: 0 };
      const visit = await visited(run, origin, url, size, taken);
      visits[size.name].push(visit.figures);
      stood.set(size.name, { url, taken: visit.taken });
    }
  }
  for (const { name } of sizes) {
    const row = { subject: 'http', work: `memory-${name}`, clients: 0 };
    run.add({ ...row, metric: 'ready', unit: 's', rounds: visits[name].map((one) => one.ready) });
    run.add({ ...row, metric: 'rss', unit: 'MB', rounds: visits[name].map((one) => one.rss) });
    run.add({ ...row, metric: 'rss-worked', unit: 'MB', rounds: visits[name].map((one) => one.rssWorked) });
    run.add({ ...row, metric: 'rate', unit: '1/s', clients: CLIENTS, rounds: visits[name].map((one) => one.rate) });
  }
}

async function prepared(run: BenchRun, origin: Origin, { name, waiting }: Size): Promise<string> {
  const url = await copyOfProduct(run, `memory_${name}`);
  const began = performance.now();
  await addBoth(url, origin, 1, waiting / 2);
  await sealedByTheProduct(url);
  run.say(`  ${waiting} waiting cases made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return url;
}

/** What the cases left in the journal is sealed by a product that is stopped then, as it would have been. */
async function sealedByTheProduct(url: string): Promise<void> {
  const product = await Product.start(url);
  await untilSealed(url);
  await product.stop();
}

async function addBoth(url: string, origin: Origin, from: number, to: number): Promise<void> {
  await Promise.all([addWaiting(url, origin, 'office', from, to), addWaiting(url, origin, 'leader', from, to)]);
  await settle(url);
}

async function visited(
  run: BenchRun,
  origin: Origin,
  url: string,
  { waiting, each }: Size,
  from: number,
): Promise<{ figures: Visit; taken: number }> {
  const product = await Product.start(url);
  const steps = await HttpSteps.at(product, { databaseUrl: url, kinds: origin.kinds });
  try {
    await rest();
    const rss = await rssOf(product.pid);
    // Memory is read among a thousand; steps need more cases than that to be measured.
    if (each > waiting / 2) {
      await addBoth(url, origin, waiting / 2 + 1, each);
      await untilSealed(url);
    }
    let taken = from;
    const round = { clients: CLIENTS, warmSeconds: run.isQuick ? 0.5 : 2, seconds: run.isQuick ? 1 : 5 };
    const take = (): number | null => (taken < each ? spread((taken += 1), each) : null);
    const { rate } = await closedLoop(round, inPortions(CLIENTS, take, steps));
    await rest();
    const rssWorked = await rssOf(product.pid);
    return { figures: { ready: product.startedInMs / 1000, rss, rssWorked, rate }, taken };
  } finally {
    await steps.close();
    await product.stop();
  }
}

/** The n-th case in an order that jumps about, each once. */
function spread(n: number, among: number): number {
  return ((n * STRIDE) % among) + 1;
}

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, REST_MS));

/** Resident memory in MB. */
async function rssOf(pid: number): Promise<number> {
  const { output } = await runProgram('ps', ['-o', 'rss=', '-p', String(pid)], tmpdir());
  return (Number(output) * 1024) / 1e6;
}
