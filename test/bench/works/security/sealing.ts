import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChainVerifier, Sealer } from '#audit';
import { everyTenant } from '#platform';
import { createApp } from '../../../../apps/api/src/app.js';
import { readConfig } from '../../../../apps/api/src/config.js';
import { Settings } from '../../../../apps/api/src/settings.js';
import { copyOfProduct, originOf, type Origin } from '../../approval/origin.js';
import { addWaiting, settle } from '../../approval/waiting-stock.js';
import { queried } from '../../cluster.js';
import { between, readCpu } from '../../cpu.js';
import type { BenchRun } from '../../run.js';

const ROUNDS = 3;
/** So many rows of one transaction, as many steps that are committed together. */
const TOGETHER = 500;

/** How many entries a second are sealed, journal and operation log by halves, and how many are proved. */
export async function sealingAndProving(run: BenchRun): Promise<void> {
  for (const algorithm of ['sha256', 'sm3'] as const) await withHash(run, algorithm);
}

async function withHash(run: BenchRun, algorithm: 'sha256' | 'sm3'): Promise<void> {
  const half = run.isQuick ? 2_000 : 50_000;
  const origin = await originOf(run);
  const url = await copyOfProduct(run, 'sealing');
  const folder = await mkdtemp(join(tmpdir(), 'kaoping-sealing-'));
  const given = {
    DATABASE_URL: url,
    DATA_DIR: folder,
    AUDIT_HASH: algorithm,
    PORT: '0',
    ROLE: 'api',
    LOG_LEVEL: 'error',
  };
  const app = await createApp(new Settings(readConfig(given)));
  try {
    await everyTenant(() => app.get(Sealer).seal());
    const sealed: Done[] = [];
    const proved: Done[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await fill(url, origin, round * half, half);
      sealed.push(await timed(() => everyTenant(() => app.get(Sealer).seal())));
      proved.push(
        await timed(async () => {
          const { entries, fault } = await everyTenant(() => app.get(ChainVerifier).verify());
          if (fault) throw new Error(fault.what.en);
          return entries;
        }),
      );
    }
    const row = { subject: algorithm, work: 'audit', clients: 0 };
    for (const [metric, rounds] of Object.entries({ sealed, proved })) {
      run.add({ ...row, metric, unit: '1/s', rounds: rounds.map((one) => one.perSecond) });
      run.add({ ...row, metric: `${metric}-cpu`, unit: 'ms/entry', rounds: rounds.map((one) => one.cpu) });
    }
  } finally {
    await app.close();
  }
}

async function fill(url: string, origin: Origin, from: number, count: number): Promise<void> {
  for (let start = from + 1; start <= from + count; start += TOGETHER)
    await addWaiting(url, origin, 'office', start, start + TOGETHER - 1);
  for (let start = 0; start < count; start += TOGETHER)
    await queried(
      url,
      `INSERT INTO operation_log (entry_id, tenant_id, actor_id, actor, actor_post, action, outcome, object_kind, object_id, address, device, correlation_id, details)
       SELECT gen_random_uuid(), $1, $1, 'hz-kpb.officer1', 'office.officer', 'personal-data.read', 'done', 'sheet', gen_random_uuid(), '10.0.0.7',
         'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', gen_random_uuid(), '{"rows": 120, "reason": "评审"}'
       FROM generate_series(1, ${TOGETHER})`,
      [origin.tenantId],
    );
  await settle(url);
}

interface Done {
  perSecond: number;
  /** CPU time of an entry, of all processes of the bench. */
  cpu: number;
}

async function timed(work: () => Promise<number>): Promise<Done> {
  const before = readCpu();
  const began = performance.now();
  const done = await work();
  const seconds = (performance.now() - began) / 1000;
  const cpu = between(before, readCpu(), seconds);
  return { perSecond: done / seconds, cpu: ((cpu?.ownSeconds ?? 0) * 1000) / done };
}
