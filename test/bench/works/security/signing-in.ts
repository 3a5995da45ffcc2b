import type { SampleAccount } from '#contracts';
import { copyOfProduct, OFFICER } from '../../approval/origin.js';
import { between, readCpu } from '../../cpu.js';
import { closedLoop, steadyLoad, type Measured } from '../../load.js';
import { HttpLines, Product } from '../../product.js';
import { forgetPeak, resident } from '../../resident.js';
import type { BenchRun } from '../../run.js';
import { flood, type Door } from './flood.js';

const CLIENTS = 8;
const CONNECTIONS = 200;
const REST_MS = 3_000;
const FULL = { rounds: 3, warmSeconds: 1, seconds: 5, floodSeconds: 10 };
const QUICK = { rounds: 1, warmSeconds: 0.5, seconds: 2, floodSeconds: 4 };
const READS_PER_SECOND = 20;

/**
 * How many people sign in a second with their right passwords; then what a flood of right and wrong ones takes of the memory and
 * of the patience of somebody who is at work meanwhile; and whether afterwards all is as before.
 */
export async function signingIn(run: BenchRun): Promise<void> {
  const { rounds, floodSeconds, ...round } = run.isQuick ? QUICK : FULL;
  // With the allowances that are everybody's: they are part of what holds a flood back.
  const product = await Product.start(await copyOfProduct(run, 'sign_in'), { REQUESTS_PER_MINUTE: '3000' });
  const lines = new HttpLines(product.address);
  try {
    const door = await doorOf(lines);
    const reading = inboxOf(lines, await product.signIn(OFFICER));
    await rest();
    const idle = await resident(product.pid);
    const row = { subject: 'http', work: 'sign-in', clients: CLIENTS };
    const rate = async (when: string): Promise<void> => {
      const measured: Signed[] = [];
      for (let turn = 0; turn < rounds; turn += 1) measured.push(await signed(door, round));
      run.add({ ...row, metric: `rate${when}`, unit: '1/s', rounds: measured.map((one) => one.rate) });
      run.add({ ...row, metric: `p95${when}`, unit: 'ms', rounds: measured.map((one) => one.p95) });
      run.add({ ...row, metric: `others${when}`, unit: 'cores', rounds: measured.map((one) => one.others) });
    };
    await rate('');
    const floods: Flood[] = [];
    const reads = { perSecond: READS_PER_SECOND, warmSeconds: 0, seconds: floodSeconds };
    for (let turn = 0; turn < rounds; turn += 1) floods.push(await oneFlood(run, product, door, reading, reads));
    await rate('-after');
    for (const [metric, unit] of Object.entries(UNITS))
      run.add({ ...row, clients: CONNECTIONS, metric, unit, rounds: floods.map((one) => one[metric as keyof Flood]) });
    await rest();
    run.add({ ...row, clients: 0, metric: 'rss-idle', unit: 'MB', rounds: [idle.now] });
    run.add({ ...row, clients: 0, metric: 'rss-after', unit: 'MB', rounds: [(await resident(product.pid)).now] });
  } finally {
    lines.close();
    await product.stop();
  }
}

/** What one flood did; the inbox is that of somebody at work, before it and meanwhile. */
const UNITS = {
  'flood-answered': '%',
  'flood-entered': '1/s',
  'flood-p95': 'ms',
  'inbox-p95-idle': 'ms',
  'inbox-p95-flood': 'ms',
  'rss-flood-peak': 'MB',
};
type Flood = Record<keyof typeof UNITS, number>;

async function oneFlood(
  run: BenchRun,
  product: Product,
  door: Door,
  reading: () => Promise<void>,
  reads: Parameters<typeof steadyLoad>[0],
): Promise<Flood> {
  const quiet = await steadyLoad(reads, reading);
  await forgetPeak(product.pid);
  const [{ answered, entered, waits, kinds }, meanwhile] = await Promise.all([
    flood(door, { connections: CONNECTIONS, seconds: reads.seconds }),
    steadyLoad(reads, reading),
  ]);
  run.say(
    `  ${Object.entries(kinds)
      .map(([kind, count]) => `${count} × ${kind}`)
      .join(', ')}`,
  );
  return {
    'flood-answered': 100 * answered,
    'flood-entered': entered,
    'flood-p95': waits.p95,
    'inbox-p95-idle': quiet.p95,
    'inbox-p95-flood': meanwhile.p95,
    'rss-flood-peak': (await resident(product.pid)).peak,
  };
}

type Signed = Measured & {
  /** Cores that others on the machine used meanwhile. */
  others: number;
};

async function signed(door: Door, round: { warmSeconds: number; seconds: number }): Promise<Signed> {
  const [before, began] = [readCpu(), performance.now()];
  const measured = await closedLoop({ ...round, clients: CLIENTS }, async () => {
    const { status, body } = await door.knock(door.somebody());
    if (status !== 201) throw new Error(`${status} ${body}`);
    return true;
  });
  const others = between(before, readCpu(), (performance.now() - began) / 1000)?.foreignCores ?? 0;
  return { ...measured, others };
}

/** Every account but that of the officer who is at work, one after the other, each time from another address. */
async function doorOf(lines: HttpLines): Promise<Door> {
  const { body } = await lines.send('GET', '/api/session/sample-accounts', '');
  const people = (JSON.parse(body) as SampleAccount[]).filter(({ account }) => account !== OFFICER);
  let [turn, from] = [0, 0];
  return {
    somebody: () => {
      const { account, password } = people[(turn += 1) % people.length] ?? { account: '', password: '' };
      return { account, password };
    },
    knock: (credentials) => {
      from += 1;
      const address = `10.${(from >> 16) & 255}.${(from >> 8) & 255}.${from & 255}`;
      return lines.send('POST', '/api/session', `x-forwarded-for: ${address}\r\n`, JSON.stringify(credentials));
    },
  };
}

function inboxOf(lines: HttpLines, cookie: string): () => Promise<void> {
  return async () => {
    const reply = await lines.send('GET', '/api/inbox?limit=50&tab=todo', cookie);
    if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
  };
}

const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, REST_MS));
