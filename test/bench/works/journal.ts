import { JournalMonths } from '#engine';
import { Database } from '#platform';
import { createApp } from '../../../apps/api/src/app.js';
import { readConfig } from '../../../apps/api/src/config.js';
import { MovableClock } from '../../../apps/api/src/sample/movable-clock.js';
import { Settings } from '../../../apps/api/src/settings.js';
import { numberedId } from '../approval/numbered-id.js';
import { copyOfProduct, OFFICER, originOf, type Origin } from '../approval/origin.js';
import { insertSql } from '../approval/row-sql.js';
import { untilSealed } from '../approval/sealed-entries.js';
import { addWaiting, literal, settle } from '../approval/waiting-stock.js';
import { connected, queried } from '../cluster.js';
import { latenciesOf } from '../latencies.js';
import { HttpLines, Product } from '../product.js';
import type { BenchRun } from '../run.js';

const ENTRIES_PER_CASE = 10;
const MONTHS = 12;
const FIRST_MONTH = '2030-01-01';
/** Cases that are there in full, so that their page can be asked for. */
const FULL_CASES = 1_000;
const PAGES = 300;
const DROPPED = 3;

/** Ten million entries: how long it takes to let a month go, and to show the history of a case. */
export async function journal(run: BenchRun): Promise<void> {
  const entries = run.isQuick ? 60_000 : 10_000_000;
  const origin = await originOf(run);
  const url = await copyOfProduct(run, 'journal');
  const began = performance.now();
  await addWaiting(url, origin, 'office', 1, FULL_CASES);
  await queried(url, 'TRUNCATE journal');
  await fill(url, origin, entries);
  await settle(url);
  run.say(`  ${entries} entries made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const history = await historyPages(url, origin);
  const row = { subject: 'http', work: 'journal', clients: 0 };
  run.add({ ...row, clients: 1, metric: 'history-p50', unit: 'ms', rounds: [history.p50] });
  run.add({ ...row, clients: 1, metric: 'history-p99', unit: 'ms', rounds: [history.p99] });
  run.add({ ...row, metric: 'drop-month', unit: 's', rounds: await dropMonths(run, url, DROPPED) });
}

/** Cases of ten entries each; a case's entries are kept until one of twelve months. */
async function fill(url: string, origin: Origin, entries: number): Promise<void> {
  const image = origin.steps.office.inserted.find(({ table }) => table === 'journal');
  if (!image) throw new Error('the step left no journal entry');
  const writing = { tables: origin.tables, ids: origin.ids, stock: 'office' as const, n: 'n', constant: literal };
  const cases = entries / ENTRIES_PER_CASE;
  const month = `(date '${FIRST_MONTH}' + make_interval(months => m))::date`;
  const insert = insertSql(writing, image, {
    seq: 's',
    keep_until: month,
    at: `timestamptz '2017-01-03T01:00:00Z' + n * interval '1 second' + s * interval '1 hour'`,
  });
  const half = (from: number): Promise<void> =>
    connected(url, async (client) => {
      for (let m = from; m < MONTHS; m += 2) {
        await client.query(`SELECT journal_month((date '${FIRST_MONTH}' + make_interval(months => ${m}))::date)`);
        await client.query(
          `${insert} FROM (SELECT ${m} AS m) AS month, generate_series(${m + 1}, ${cases}, ${MONTHS}) AS n,
             generate_series(1, ${ENTRIES_PER_CASE}) AS s`,
        );
      }
    });
  await Promise.all([half(0), half(1)]);
  await addEnded(url, origin, cases);
}

/** The cases behind the months that are to go: ended long ago. */
async function addEnded(url: string, origin: Origin, cases: number): Promise<void> {
  const image = origin.steps.leader.updated.find(({ table }) => table === 'instances');
  if (!image) throw new Error('the last step ended no case');
  const writing = { tables: origin.tables, ids: origin.ids, stock: 'office' as const, n: 'n', constant: literal };
  await queried(
    url,
    `${insertSql(writing, image)} FROM generate_series(1, ${DROPPED}) AS month, generate_series(month, ${cases}, ${MONTHS}) AS n
     WHERE n > ${FULL_CASES}`,
  );
}

async function historyPages(url: string, origin: Origin): Promise<{ p50: number; p99: number }> {
  const product = await Product.start(url);
  const lines = new HttpLines(product.address);
  try {
    const cookie = await product.signIn(OFFICER);
    // Entries of years are sealed already.
    await untilSealed(url);
    const durations: number[] = [];
    for (let page = 0; page < 2 * PAGES; page += 1) {
      const n = ((page * 37) % FULL_CASES) + 1;
      const began = performance.now();
      const reply = await lines.send('GET', `/api/cases/${numberedId('office', origin.kinds.instance, n)}`, cookie);
      if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body}`);
      if (page >= PAGES) durations.push(performance.now() - began);
    }
    return latenciesOf(durations);
  } finally {
    lines.close();
    await product.stop();
  }
}

/** Seconds until the product has let a month go, month by month: what must stay is carried on, the rest is dropped. */
async function dropMonths(run: BenchRun, url: string, count: number): Promise<number[]> {
  const app = await createApp(
    new Settings(readConfig({ DATABASE_URL: url, PORT: '0', ROLE: 'api', LOG_LEVEL: 'error' })),
  );
  try {
    const clock = app.get(MovableClock);
    const months = new JournalMonths(app.get(Database), clock);
    await clock.moveTo(firstOf(0));
    await months.tidy();
    const seconds: number[] = [];
    for (let month = 1; month <= count; month += 1) {
      await clock.moveTo(firstOf(month));
      const began = performance.now();
      const { dropped, carried } = await months.tidy();
      seconds.push((performance.now() - began) / 1000);
      if (dropped.length !== 1) throw new Error(`one month was to go, ${dropped.join()} went`);
      run.say(`  ${dropped.join()} went, ${carried} entries of running cases carried on`);
    }
    return seconds;
  } finally {
    await app.close();
  }
}

/** The beginning of the n-th month of the journal, and a little: months are told apart by UTC. */
function firstOf(month: number): Date {
  return new Date(Date.UTC(Number(FIRST_MONTH.slice(0, 4)), month, 1, 1));
}
