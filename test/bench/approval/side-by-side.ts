import { createDatabase, queried, tupleCount, type TupleCount } from '../cluster.js';
import { between, readCpu } from '../cpu.js';
import type { Measured } from '../load.js';
import type { BenchRun } from '../run.js';
import { openFlowable } from './flowable-subject.js';
import { matter, opinion, copyOfProduct, originOf, type Origin } from './origin.js';
import { openPeer } from './peer-subject.js';
import { pgbenchSubject, pgbenchVersion } from './pgbench-subject.js';
import { openProcess, type StockBySql } from './process-subject.js';
import { LeftOut, type Subject } from './subject.js';
import { untilSealed } from './sealed-entries.js';
import { stockBySql } from './waiting-stock.js';

interface Plan {
  clients: number[];
  rounds: number;
  warmSeconds: number;
  seconds: number;
}

/** More and shorter rounds rather than fewer: what else a machine has to do comes and goes within seconds. */
const FULL: Plan = { clients: [1, 8, 32], rounds: 5, warmSeconds: 2, seconds: 4 };
const QUICK: Plan = { clients: [1, 32], rounds: 1, warmSeconds: 0.5, seconds: 1.5 };

/** More of the stock is made than the last round used, so that a faster one does not run out, nor a client that is ahead of the others. */
const STOCK_MARGIN = 2.2;
const FIRST_GUESS_PER_SECOND: Record<string, number> = { dbos: 500, restate: 900, flowable: 600 };
const OTHERS_PER_SECOND = 14_000;
const ALONE = 0.15;
/** The short round in which the rows of each step are counted. */
const COUNTED_ROUND = { warmSeconds: 0, seconds: 1 };
const COUNTED_CLIENTS = 8;
const WARM_CLIENTS = 32;
/** Longer than the warm-up of a round by so many times: programs in JavaScript and Java get faster for most of a minute. */
const WARM_TIMES = 8;
/** A warm-up that uses up its stock is over. */
const MOST_WARM_STOCK = 80_000;
/** From here on others took so much of the machine that the round says little. */
const DISTURBED_CORES = 0.25;
/** Sessions report what they wrote ten seconds after they fall idle. */
const STATISTICS_WAIT_MS = 11_000;

type Opening = (origin: Origin) => Promise<Subject>;

function openings(run: BenchRun): Record<string, Opening> {
  const settingsOf = (origin: Origin, databaseUrl: string) => ({
    databaseUrl,
    folder: '',
    matter,
    opinion,
    tenantId: origin.tenantId,
    officer: origin.officer.accountId,
    leader: origin.leader.accountId,
    kinds: origin.kinds,
  });
  const pgbench =
    (shape: 'cte' | 'statements'): Opening =>
    async (origin) => {
      run.versions['pgbench'] = await pgbenchVersion();
      const url = await copyOfProduct(run, `pgbench_${shape}`);
      return pgbenchSubject(shape, url, origin, stockBySql(url, origin));
    };
  const product =
    (name: 'engine' | 'http'): Opening =>
    async (origin) => {
      const url = await copyOfProduct(run, name);
      const module = new URL(`${name}-approvals.js`, import.meta.url).href;
      const bySql = stockBySql(url, origin, name === 'engine' ? 'subject' : 'sql');
      const stock: StockBySql['stock'] = async (count, own) => {
        await bySql.stock(count, own);
        // Entries that no step of the round writes are sealed before it, as they would have been.
        if (name === 'http') await untilSealed(url);
      };
      return openProcess(name, module, settingsOf(origin, url), { ...bySql, stock });
    };
  const peer =
    (name: 'dbos' | 'restate'): Opening =>
    async (origin) => {
      const url = name === 'dbos' ? await createDatabase(run.databaseUrl, 'bench_dbos') : '';
      return openPeer(run, name, settingsOf(origin, url));
    };
  return {
    'pgbench-cte': pgbench('cte'),
    'pgbench-statements': pgbench('statements'),
    engine: product('engine'),
    http: product('http'),
    dbos: peer('dbos'),
    restate: peer('restate'),
    flowable: async (origin) =>
      openFlowable(run, settingsOf(origin, await createDatabase(run.databaseUrl, 'bench_flowable'))),
  };
}

/** The same approval work on all subjects, round by round in turn; `only` names the subjects, or nobody for all. */
export async function sideBySide(run: BenchRun, only: string[]): Promise<void> {
  const plan = run.isQuick ? QUICK : FULL;
  const origin = await originOf(run);
  const subjects = await openAll(run, origin, only);
  try {
    const figures = new Figures();
    let running = await withoutFallen(run, subjects, (subject) =>
      alone(subject, subjects, () => warmUp(subject, plan)),
    );
    for (const clients of plan.clients) {
      for (let round = 1; round <= plan.rounds; round += 1) {
        running = await withoutFallen(run, running, (subject) =>
          alone(subject, subjects, () => oneRound(run, subject, { ...plan, clients }, figures, round)),
        );
      }
    }
    figures.tell(run);
    await countRows(run, running);
  } finally {
    for (const subject of subjects) subject.processes?.goOn();
    for (const subject of subjects) await subject.close();
  }
}

/** Work of one subject while the processes of all others stand still: nobody is measured beside idle servers of others. */
async function alone<Result>(
  subject: Subject,
  subjects: readonly Subject[],
  work: () => Promise<Result>,
): Promise<Result> {
  for (const other of subjects) if (other !== subject) other.processes?.stop();
  subject.processes?.goOn();
  return work();
}

/** Lets each subject in turn do the work; one that fails is out from then on, and the others go on. */
async function withoutFallen(
  run: BenchRun,
  subjects: readonly Subject[],
  work: (subject: Subject) => Promise<void>,
): Promise<Subject[]> {
  const standing: Subject[] = [];
  for (const subject of subjects) {
    try {
      await work(subject);
      standing.push(subject);
    } catch (error) {
      run.leftOut[subject.name] = error instanceof Error ? error.message : String(error);
      run.fail(subject.name, error);
    }
  }
  return standing;
}

async function openAll(run: BenchRun, origin: Origin, only: string[]): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const [name, open] of Object.entries(openings(run))) {
    if (only.length > 0 && !only.includes(name)) continue;
    try {
      subjects.push(await open(origin));
    } catch (error) {
      if (!(error instanceof LeftOut)) throw error;
      run.leftOut[name] = error.message;
      run.say(`  ${name} 未参加 · left out: ${error.message}`);
    }
  }
  return subjects;
}

/** Nobody is measured cold: code is compiled, plans are made, pools are full. */
async function warmUp(subject: Subject, { warmSeconds }: Plan): Promise<void> {
  const stock = stockFor(subject, WARM_CLIENTS, undefined, (1 + WARM_TIMES) * warmSeconds);
  await subject.stock(Math.min(stock, MOST_WARM_STOCK));
  await subject.round({ clients: WARM_CLIENTS, warmSeconds, seconds: WARM_TIMES * warmSeconds });
}

/** So many instances that a round as fast as the last one, and more, does not use them up. */
function stockFor(subject: Subject, clients: number, lastRate: number | undefined, seconds: number): number {
  const guess = (FIRST_GUESS_PER_SECOND[subject.name] ?? OTHERS_PER_SECOND) * (clients === 1 ? ALONE : 1);
  const expected = lastRate ?? guess;
  return Math.ceil((expected * STOCK_MARGIN * seconds) / 2) + 100;
}

async function oneRound(
  run: BenchRun,
  subject: Subject,
  plan: { clients: number; warmSeconds: number; seconds: number; rounds: number },
  figures: Figures,
  round: number,
): Promise<void> {
  const { clients, warmSeconds, seconds } = plan;
  await subject.stock(stockFor(subject, clients, figures.lastRate(subject.name, clients), warmSeconds + seconds));
  await queried(run.databaseUrl, 'CHECKPOINT');
  const before = readCpu();
  const began = performance.now();
  const measured = await subject.round({ clients, warmSeconds, seconds });
  const cpu = between(before, readCpu(), (performance.now() - began) / 1000);
  const written = await subject.stepsWritten();
  if (written !== null && written !== measured.allActs)
    throw new Error(`${subject.name} answered ${measured.allActs} steps, but its journal has ${written} more entries`);
  const cpuMs = cpu ? (cpu.ownSeconds * 1000) / measured.allActs : null;
  figures.add(subject.name, clients, measured, cpu ? { ms: cpuMs ?? 0, others: cpu.foreignCores } : null);
  const disturbed =
    cpu && cpu.foreignCores > DISTURBED_CORES ? ` !! others used ${cpu.foreignCores.toFixed(2)} cores` : '';
  run.say(
    `  ${subject.name} c=${clients} #${round}: ${measured.rate.toFixed(0)}/s, p50 ${measured.p50.toFixed(2)} p99 ${measured.p99.toFixed(2)} ms, ${cpuMs?.toFixed(3) ?? '?'} CPU-ms${disturbed}`,
  );
}

/** Counts the rows that a step costs in PostgreSQL, of all subjects together, for sessions report late. */
async function countRows(run: BenchRun, subjects: readonly Subject[]): Promise<void> {
  const counted: { subject: Subject; url: string; before: TupleCount; steps: number }[] = [];
  for (const subject of subjects)
    await alone(subject, subjects, () =>
      subject.stock(stockFor(subject, COUNTED_CLIENTS, undefined, COUNTED_ROUND.seconds)),
    );
  await untilReported();
  for (const subject of subjects) {
    if (subject.databaseUrl === null) continue;
    const before = await tupleCount(subject.databaseUrl);
    const { allActs } = await alone(subject, subjects, () =>
      subject.round({ ...COUNTED_ROUND, clients: COUNTED_CLIENTS }),
    );
    counted.push({ subject, url: subject.databaseUrl, before, steps: allActs });
  }
  await untilReported();
  for (const { subject, url, before, steps } of counted) {
    const rows = await tupleCount(url);
    for (const what of ['inserted', 'updated', 'deleted'] as const) {
      const rounds = [(rows[what] - before[what]) / steps];
      run.add({
        subject: subject.name,
        work: 'approval',
        metric: `rows-${what}`,
        unit: '1',
        clients: COUNTED_CLIENTS,
        rounds,
      });
    }
  }
}

const untilReported = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, STATISTICS_WAIT_MS));

interface CpuOfRound {
  /** CPU time of a step, of all processes of the bench. */
  ms: number;
  /** Cores that processes of others used meanwhile. */
  others: number;
}

/** The figures of all rounds, by subject and number of clients. */
class Figures {
  readonly #of = new Map<string, { subject: string; clients: number; rounds: Measured[]; cpu: CpuOfRound[] }>();

  add(subject: string, clients: number, measured: Measured, cpu: CpuOfRound | null): void {
    const key = `${subject} ${clients}`;
    const entry = this.#of.get(key) ?? { subject, clients, rounds: [], cpu: [] };
    entry.rounds.push(measured);
    if (cpu) entry.cpu.push(cpu);
    this.#of.set(key, entry);
  }

  lastRate(subject: string, clients: number): number | undefined {
    return this.#of.get(`${subject} ${clients}`)?.rounds.at(-1)?.rate;
  }

  tell(run: BenchRun): void {
    for (const { subject, clients, rounds, cpu } of this.#of.values()) {
      const row = { subject, work: 'approval', clients };
      run.add({ ...row, metric: 'rate', unit: '1/s', rounds: rounds.map((one) => one.rate) });
      run.add({ ...row, metric: 'p50', unit: 'ms', rounds: rounds.map((one) => one.p50) });
      run.add({ ...row, metric: 'p99', unit: 'ms', rounds: rounds.map((one) => one.p99) });
      if (cpu.length === 0) continue;
      run.add({ ...row, metric: 'cpu', unit: 'ms/step', rounds: cpu.map((one) => one.ms) });
      run.add({ ...row, metric: 'others', unit: 'cores', rounds: cpu.map((one) => one.others) });
    }
  }
}
