import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Batches, Engine } from '#engine';
import { Database } from '#platform';
import { createApp } from '../../../apps/api/src/app.js';
import { readConfig } from '../../../apps/api/src/config.js';
import { MovableClock } from '../../../apps/api/src/sample/movable-clock.js';
import { Settings } from '../../../apps/api/src/settings.js';
import { actorOf, copyOfProduct, originOf, startCommand, WORKFLOW, type Origin } from '../approval/origin.js';
import { queried } from '../cluster.js';
import type { BenchRun } from '../run.js';

type Opening = (app: NestFastifyApplication, origin: Origin, count: number) => Promise<void>;

/** A year is opened: tens of thousands of cases start, as a batch with a result for each, or all in one transaction. */
export async function openYear(run: BenchRun): Promise<void> {
  const count = run.isQuick ? 2_000 : 50_000;
  const row = { subject: 'engine', work: 'open-year', unit: 's', clients: 1 };
  for (const [metric, open] of [['seconds', asBatch] as const, ['seconds-one-transaction', atOnce] as const]) {
    const rounds: number[] = [];
    for (let round = 0; round < (run.isQuick ? 1 : 3); round += 1) rounds.push(await secondsToOpen(run, count, open));
    run.add({ ...row, metric, rounds });
  }
}

async function asBatch(app: NestFastifyApplication, { tenantId, officer }: Origin, count: number): Promise<void> {
  const items = Array.from({ length: count }, () => {
    const { workflow, title, unitId, recordId, subject } = startCommand(tenantId, actorOf(officer), '');
    return { workflow, title, unitId, recordId, subject };
  });
  const title = { zh: '开启年度', en: 'Opening a year' };
  const order = { tenantId, kind: 'start', title, actor: actorOf(officer), items };
  const batches = app.get(Batches);
  await app.get(Database).transaction((sql) => batches.order(sql, order));
  await batches.runReady();
}

async function atOnce(app: NestFastifyApplication, { tenantId, officer }: Origin, count: number): Promise<void> {
  const commands = Array.from({ length: count }, () => startCommand(tenantId, actorOf(officer), randomUUID()));
  await app.get(Database).transaction((sql) => app.get(Engine).startMany(commands, sql));
}

async function secondsToOpen(run: BenchRun, count: number, open: Opening): Promise<number> {
  const origin = await originOf(run);
  const url = await copyOfProduct(run, 'open_year');
  const app = await createApp(
    new Settings(readConfig({ DATABASE_URL: url, PORT: '0', ROLE: 'api', LOG_LEVEL: 'error' })),
  );
  try {
    await app.get(MovableClock).refresh();
    await queried(run.databaseUrl, 'CHECKPOINT');
    const began = performance.now();
    await open(app, origin, count);
    const seconds = (performance.now() - began) / 1000;
    const [waiting] = await queried<{ open: number }>(
      url,
      `SELECT count(*)::int AS open FROM tasks WHERE status = 'open' AND workflow = $1`,
      [WORKFLOW],
    );
    if (waiting?.open !== count) throw new Error(`${count} cases were to start, ${waiting?.open ?? 0} tasks are open`);
    return seconds;
  } finally {
    await app.close();
  }
}
