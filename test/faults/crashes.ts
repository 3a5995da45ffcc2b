import { setTimeout as pause } from 'node:timers/promises';
import { Client } from './client.js';
import { finding, type Finding } from './finding.js';
import type { Ground } from './ground.js';
import { PgProxy, type Moment } from './pg-proxy.js';
import type { Worker } from './worker.js';

const MOMENTS: Moment[] = ['before', 'unacknowledged', 'after'];

interface Stage {
  ground: Ground;
  client: Client;
  worker: () => Promise<Worker>;
}

/** Something that must come to its end, whatever happens on the way. */
type Scenario = (stage: Stage) => Promise<void>;

const scenarios: Record<string, Scenario> = {
  async approval({ client, worker, ground }) {
    const id = await client.start('errand', { fee: 1 });
    for (const event of ['remark', 'submit', 'read', 'pass']) await client.send(id, event);
    await untilDone(ground, worker, 'deliver', `SELECT FROM outbox WHERE instance_id = $1 AND status = 'sent'`, id);
  },
  async deadline({ client, worker, ground }) {
    const id = await client.start('errand', { fee: 0 });
    await ground.database.query(`UPDATE timers SET due_at = now() - interval '1 minute' WHERE instance_id = $1`, [id]);
    await untilDone(ground, worker, 'fire', `SELECT FROM instances WHERE instance_id = $1 AND states = '{lapsed}'`, id);
  },
  async children({ client, worker, ground }) {
    const id = await client.start('tour', { stops: [{ fee: 1 }, { fee: 2 }] });
    const children = `SELECT instance_id FROM instances WHERE parent_id = $1`;
    await untilDone(ground, worker, 'bring', `${children} OFFSET 1`, id);
    for (const child of await ground.database.query<{ instance_id: string }>(children, [id])) {
      client.started.push(child.instance_id);
      for (const event of ['submit', 'pass']) await client.send(child.instance_id, event);
    }
    await untilDone(ground, worker, 'bring', `SELECT FROM instances WHERE instance_id = $1 AND status = 'done'`, id);
  },
};

/** Works until a row answers that it is done; the leases of those that died are let run out at once. */
async function untilDone(
  ground: Ground,
  worker: () => Promise<Worker>,
  work: 'fire' | 'deliver' | 'bring',
  isDone: string,
  id: string,
): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) {
    await (await worker()).tell({ do: work }).catch(() => undefined);
    if ((await ground.database.query(isDone, [id])).length > 0) return;
    for (const table of ['timers', 'outbox', 'messages'])
      await ground.database.query(
        `UPDATE ${table} SET lease_until = now() WHERE instance_id = $1 AND lease_until > now()`,
        [id],
      );
    await ground.database.query(`UPDATE outbox SET run_at = now() WHERE instance_id = $1`, [id]);
  }
  throw new Error(`${work} does not come to an end`);
}

/**
 * F1: the process is killed at a round trip to the database: before the server has it, before its answer is read, and
 * right after; at every one that the scenario makes, or at `most` of them, chosen at random.
 */
export async function killedAtEveryCommit(ground: Ground, most: number, random: () => number): Promise<Finding> {
  const found = finding('F1', '进程在每个提交点被 kill -9', 'the process is killed with kill -9 at every commit point');
  const proxy = await PgProxy.open(ground.url);
  try {
    for (const [name, scenario] of Object.entries(scenarios)) {
      await killedOnce(ground, proxy, found, scenario, Infinity, 'after');
      const trips = proxy.trips;
      found.measured[`${name}: round trips`] = trips;
      const points = Array.from({ length: trips }, (_, no) =>
        MOMENTS.map((moment) => ({ trip: no + 1, moment })),
      ).flat();
      while (points.length > most) points.splice(Math.floor(random() * points.length), 1);
      for (const { trip, moment } of points) await killedOnce(ground, proxy, found, scenario, trip, moment);
    }
  } finally {
    await proxy.close();
  }
  found.violations = (await ground.violations()).length;
  return found;
}

async function killedOnce(
  ground: Ground,
  proxy: PgProxy,
  found: Finding,
  scenario: Scenario,
  trip: number,
  moment: Moment,
): Promise<void> {
  const first = await ground.workers.open(proxy.url);
  const struck: { is: boolean; by: Promise<Worker>[] } = { is: false, by: [] };
  proxy.strikeAt(trip, moment, () => {
    struck.is = true;
    void first.kill();
  });
  const worker = (): Promise<Worker> => {
    if (!struck.is) return Promise.resolve(first);
    const [replacement = ground.workers.open(ground.url)] = struck.by;
    struck.by = [replacement];
    return replacement;
  };
  const client = new Client(ground, worker);
  const began = performance.now();
  await scenario({ ground, client, worker });
  // A strike that was not reached must not hit the next one.
  proxy.calm();
  found.measured['slowest recovery, ms'] = Math.max(
    found.measured['slowest recovery, ms'] ?? 0,
    Math.round(performance.now() - began),
  );
  if (struck.is) found.times += 1;
  found.counted += client.acknowledged.length + client.started.length;
  found.lost += await client.lost();
  found.twice += await client.twice();
  await countLetters(ground, found, client.started, struck.is ? 1 : 0);
  await first.kill();
  for (const replacement of struck.by) await (await replacement).kill();
}

/** What left twice, under one id: only where a process died between sending and noting it. */
async function countLetters(ground: Ground, found: Finding, cases: string[], strikes: number): Promise<void> {
  const row = await ground.one<{ twice: number; never: number }>(
    `SELECT coalesce(sum(w.n - 1) FILTER (WHERE w.n > 1), 0)::int AS twice, count(*) FILTER (WHERE w.n = 0 AND o.status = 'sent')::int AS never
     FROM outbox o CROSS JOIN LATERAL (SELECT count(*) AS n FROM world WHERE world.message_id = o.message_id) w
     WHERE o.instance_id = ANY($1::uuid[])`,
    [cases],
  );
  found.duplicates += row.twice;
  found.ambiguous += strikes;
  found.lost += row.never;
}

/**
 * F2: workers are killed at random moments in the middle of firing and sending, until everything that was due is done.
 * With `waits`, the last leases run out by themselves, and how long that takes is measured.
 */
export async function killedInMidJob(
  ground: Ground,
  kills: number,
  jobs: number,
  random: () => number,
  waits: boolean,
): Promise<Finding> {
  const found = finding(
    'F2',
    '工作进程在办理期限与发件途中被 kill -9',
    'workers are killed with kill -9 while they fire timers and send',
  );
  const steady = await ground.workers.open(ground.url);
  const client = new Client(ground, () => Promise.resolve(steady));
  const cases: string[] = [];
  for (let no = 0; no < jobs; no += 1) {
    const id = await client.start('errand', { fee: 1 });
    cases.push(id);
    if (no % 2 === 0) continue;
    await client.send(id, 'submit');
    await client.send(id, 'pass');
  }
  await ground.database.query(
    `UPDATE timers SET due_at = now() - interval '1 minute' WHERE instance_id = ANY($1::uuid[])`,
    [cases],
  );
  const left = `SELECT (SELECT count(*) FROM timers WHERE instance_id = ANY($1::uuid[]))::int AS timers,
    (SELECT count(*) FROM outbox WHERE instance_id = ANY($1::uuid[]) AND status = 'ready')::int AS letters`;
  while (found.times < kills) {
    const { timers, letters } = await ground.one<{ timers: number; letters: number }>(left, cases);
    if (timers + letters === 0) break;
    const worker = await ground.workers.open(ground.url);
    const work = Promise.allSettled([worker.tell({ do: 'fire' }), worker.tell({ do: 'deliver' })]);
    await pause(random() * 60);
    await worker.kill();
    await work;
    found.times += 1;
    found.ambiguous += await leftUnnoted(ground, cases);
    const isLast = found.times >= kills;
    if (!isLast || !waits) await leasesRunOut(ground, cases);
  }
  const began = performance.now();
  for (;;) {
    await steady.tell({ do: 'fire' });
    await steady.tell({ do: 'deliver' });
    const { timers, letters } = await ground.one<{ timers: number; letters: number }>(left, cases);
    if (timers + letters === 0) break;
    await pause(500);
    if (performance.now() - began > 75_000) break;
  }
  found.measured['done after the last kill, ms'] = Math.round(performance.now() - began);
  const ended = await ground.one<{ n: number; lines: number }>(
    `SELECT count(*)::int AS n, (SELECT count(*)::int FROM journal WHERE kind = 'timer' AND instance_id = ANY($1::uuid[])) AS lines
     FROM instances WHERE instance_id = ANY($1::uuid[]) AND status = 'done'`,
    cases,
  );
  found.counted = jobs + Math.floor(jobs / 2);
  found.lost = jobs - ended.n + (await client.lost());
  found.twice = Math.max(0, ended.lines - Math.ceil(jobs / 2)) + (await client.twice());
  await countLetters(ground, found, cases, 0);
  const dead = await ground.one<{ n: number }>(
    `SELECT count(*)::int AS n FROM outbox WHERE instance_id = ANY($1::uuid[]) AND status <> 'sent'`,
    cases,
  );
  found.lost += dead.n;
  found.violations = (await ground.violations()).length;
  await steady.kill();
  return found;
}

/** Letters that the dead worker had in hand and that had left: nobody can tell, so they leave once more. */
async function leftUnnoted(ground: Ground, cases: string[]): Promise<number> {
  const row = await ground.one<{ n: number }>(
    `SELECT count(*)::int AS n FROM outbox o WHERE o.instance_id = ANY($1::uuid[]) AND o.status = 'ready' AND o.lease_until > now()
       AND EXISTS (SELECT FROM world w WHERE w.message_id = o.message_id)`,
    cases,
  );
  return row.n;
}

async function leasesRunOut(ground: Ground, cases: string[]): Promise<void> {
  // A job that was claimed when its worker died is given its attempt back: here hundreds of kills hit the same few jobs.
  await ground.database.query(
    `UPDATE timers SET lease_until = now(), attempts = 0, dead = false WHERE instance_id = ANY($1::uuid[])`,
    [cases],
  );
  await ground.database.query(
    `UPDATE outbox SET lease_until = now(), attempts = 0 WHERE instance_id = ANY($1::uuid[]) AND status = 'ready'`,
    [cases],
  );
}
