import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { matter, opinion, copyOfProduct, originOf, type Origin } from '../../approval/origin.js';
import { openProcess } from '../../approval/process-subject.js';
import type { Subject } from '../../approval/subject.js';
import { sealedEntries } from '../../approval/sealed-entries.js';
import { stockBySql } from '../../approval/waiting-stock.js';
import { queried } from '../../cluster.js';
import { between, readCpu } from '../../cpu.js';
import { median } from '../../latencies.js';
import type { Round } from '../../load.js';
import type { BenchRun } from '../../run.js';

const CLIENTS = 32;
const FULL = { rounds: 7, warmSeconds: 1, seconds: 5, stock: 32_000 };
const QUICK = { rounds: 1, warmSeconds: 0.5, seconds: 1.5, stock: 12_000 };

/**
 * The engine's steps at 32 clients, round by round in turn: on tables that know nothing of sealing, and with every entry sealed
 * meanwhile in the same process. What sealing takes is the whole of it: column, index, and the sealer. Others at work on the
 * machine change the rate from round to round; the CPU time of a step hardly.
 */
export async function stepsWhileSealing(run: BenchRun): Promise<void> {
  const { rounds, stock, ...round } = run.isQuick ? QUICK : FULL;
  const origin = await originOf(run);
  const plain = await opened(run, origin, 'plain', 'engine');
  const sealed = await opened(run, origin, 'sealed', 'sealed');
  try {
    const measured: Record<Name, Steps[]> = { plain: [], sealed: [] };
    for (let turn = 0; turn <= rounds; turn += 1) {
      // The first turn is to get warm; who begins changes, so that nobody always follows the other.
      for (const [name, subject] of turn % 2 === 0 ? both(plain, sealed) : both(plain, sealed).reverse()) {
        await subject.stock(stock);
        await queried(run.databaseUrl, 'CHECKPOINT');
        const steps = await oneRound(subject, { ...round, clients: CLIENTS });
        run.say(
          `  ${name} #${turn}: ${steps.rate.toFixed(0)}/s, ${steps.cpu.toFixed(4)} CPU-ms, ${steps.sealed.toFixed(2)} sealed`,
        );
        if (turn > 0) measured[name].push(steps);
      }
    }
    tell(run, measured);
  } finally {
    await plain.close();
    await sealed.close();
  }
}

type Name = 'plain' | 'sealed';

interface Steps {
  rate: number;
  /** CPU time of a step, of all processes of the bench. */
  cpu: number;
  /** Entries that were sealed meanwhile, of those that were written. */
  sealed: number;
}

async function oneRound(subject: Subject, round: Round): Promise<Steps> {
  const url = subject.databaseUrl ?? '';
  const entriesBefore = await sealedEntries(url);
  const before = readCpu();
  const began = performance.now();
  const { rate, allActs } = await subject.round(round);
  const cpu = between(before, readCpu(), (performance.now() - began) / 1000);
  const sealed = ((await sealedEntries(url)) - entriesBefore) / allActs;
  return { rate, cpu: ((cpu?.ownSeconds ?? 0) * 1000) / allActs, sealed };
}

function tell(run: BenchRun, measured: Record<Name, Steps[]>): void {
  const row = { work: 'audit', clients: CLIENTS };
  for (const subject of ['plain', 'sealed'] as const) {
    const of = (what: keyof Steps): number[] => measured[subject].map((steps) => steps[what]);
    run.add({ ...row, subject, metric: 'steps', unit: '1/s', rounds: of('rate') });
    run.add({ ...row, subject, metric: 'steps-cpu', unit: 'ms/step', rounds: of('cpu') });
  }
  run.add({
    ...row,
    subject: 'sealed',
    metric: 'steps-sealed',
    unit: '1',
    rounds: measured.sealed.map((one) => one.sealed),
  });
  const cost = (what: 'rate' | 'cpu'): number => {
    const [without, withIt] = [
      median(measured.plain.map((one) => one[what])),
      median(measured.sealed.map((one) => one[what])),
    ];
    return 100 * (what === 'rate' ? 1 - withIt / without : withIt / without - 1);
  };
  run.add({ ...row, subject: 'sealed', metric: 'cost-of-rate', unit: '%', rounds: [cost('rate')] });
  run.add({ ...row, subject: 'sealed', metric: 'cost-of-cpu', unit: '%', rounds: [cost('cpu')] });
}

function both(plain: Subject, sealed: Subject): ['plain' | 'sealed', Subject][] {
  return [
    ['plain', plain],
    ['sealed', sealed],
  ];
}

async function opened(run: BenchRun, origin: Origin, name: 'plain' | 'sealed', kind: string): Promise<Subject> {
  const url = await copyOfProduct(run, name);
  if (name === 'plain') await queried(url, `ALTER TABLE journal DROP COLUMN xact`);
  const { tenantId, kinds, officer, leader } = origin;
  const folder = await mkdtemp(join(tmpdir(), 'kaoping-steps-'));
  const people = { officer: officer.accountId, leader: leader.accountId };
  const settings = { databaseUrl: url, folder, matter, opinion, tenantId, kinds, ...people };
  const module = new URL(`../../approval/${kind}-approvals.js`, import.meta.url).href;
  return openProcess(name, module, settings, stockBySql(url, origin, 'subject'));
}
