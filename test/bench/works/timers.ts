import { copyOfProduct, OFFICER, originOf, WORKFLOW, type Origin } from '../approval/origin.js';
import { addWaiting, settle } from '../approval/waiting-stock.js';
import { connected, queried } from '../cluster.js';
import { steadyLoad } from '../load.js';
import { HttpLines, Product } from '../product.js';
import type { BenchRun } from '../run.js';

const OFFICE_PILE = 2_000;
const READS = { perSecond: 20, warmSeconds: 2, seconds: 8 };
const MOST_SECONDS = 600;
const LONG_ROUND_SECONDS = 60;
/** Past the five working days, and short of whatever else the sample waits for. */
const AHEAD_MS = 8 * 24 * 3600 * 1000;
const POLL_MS = 100;

interface Fired {
  entries: number;
  cases: number;
  lapsed: number;
  left: number;
  first_ms: number;
}

/** A hundred thousand deadlines pass at one moment: how fast they fire, each once, and how the inbox fares meanwhile. */
export async function timers(run: BenchRun): Promise<void> {
  const count = run.isQuick ? 1_000 : 100_000;
  const rates: number[] = [];
  const idle: number[] = [];
  const busy: number[] = [];
  for (let round = 0; round < (run.isQuick ? 1 : 3); round += 1) {
    const measured = await oneStorm(run, count);
    rates.push(measured.rate);
    idle.push(measured.idle);
    busy.push(measured.busy);
    if (count / measured.rate > LONG_ROUND_SECONDS) break;
  }
  const row = { subject: 'http', work: 'timers', clients: 0 };
  run.add({ ...row, metric: 'rate', unit: '1/s', rounds: rates });
  run.add({ ...row, metric: 'inbox-p95-idle', unit: 'ms', rounds: idle });
  run.add({ ...row, metric: 'inbox-p95-firing', unit: 'ms', rounds: busy });
}

async function oneStorm(run: BenchRun, count: number): Promise<{ rate: number; idle: number; busy: number }> {
  const origin = await originOf(run);
  const url = await copyOfProduct(run, 'timers');
  await Promise.all([addWaiting(url, origin, 'leader', 1, count), addWaiting(url, origin, 'office', 1, OFFICE_PILE)]);
  await settle(url);
  const product = await Product.start(url);
  const lines = new HttpLines(product.address);
  try {
    const cookie = await product.signIn(OFFICER);
    const read = async (): Promise<void> => {
      const reply = await lines.send('GET', '/api/inbox?limit=50&tab=todo', cookie);
      if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
    };
    const idle = await steadyLoad(READS, read);
    await queried(url, `UPDATE sample_clock SET offset_ms = offset_ms + $1`, [AHEAD_MS]);
    let endedAt: number | null = null;
    const end = allGone(url, origin).then((at) => (endedAt = at));
    const busy = await steadyLoad({ ...READS, warmSeconds: 0, seconds: MOST_SECONDS }, read, () => endedAt !== null);
    const fired = await firedOnce(url, count);
    return { rate: (count * 1000) / ((await end) - fired.first_ms), idle: idle.p95, busy: busy.p95 };
  } finally {
    lines.close();
    await product.stop();
  }
}

/** The moment at which no timer of the approval is left. */
function allGone(url: string, origin: Origin): Promise<number> {
  const dueAt = origin.steps.office.inserted.find(({ table }) => table === 'timers')?.row['due_at'];
  return connected(url, async (client) => {
    for (;;) {
      const { rowCount } = await client.query(`SELECT FROM timers WHERE due_at <= $1 AND NOT dead LIMIT 1`, [dueAt]);
      if (rowCount === 0) return Date.now();
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  });
}

/** Every case lapsed by one timer, once; when the first of them was decided, on this machine's clock. */
async function firedOnce(url: string, count: number): Promise<Fired> {
  const [fired] = await queried<Fired>(
    url,
    `SELECT count(*)::int AS entries, count(DISTINCT instance_id)::int AS cases,
       (SELECT count(*)::int FROM instances WHERE states = ARRAY['lapsed'] AND status = 'done') AS lapsed,
       (SELECT count(*)::int FROM timers t JOIN instances i USING (instance_id) WHERE i.workflow = $1) AS left,
       (extract(epoch FROM min(at)) * 1000 - (SELECT offset_ms FROM sample_clock))::float8 AS first_ms
     FROM journal WHERE kind = 'timer'`,
    [WORKFLOW],
  );
  if (fired?.entries === count && fired.cases === count && fired.lapsed === count && fired.left === 0) return fired;
  throw new Error(`not every timer fired once: ${JSON.stringify(fired)}`);
}
