import { setTimeout as pause } from 'node:timers/promises';
import { Client } from './client.js';
import { finding, type Finding } from './finding.js';
import { Ground } from './ground.js';
import { KillablePostgres } from './killable-postgres.js';
import { PgProxy } from './pg-proxy.js';

/** Several people at work on cases of their own until they are told to stop; each insists on every command. */
async function atWork(client: Client, people: number, work: () => Promise<void>): Promise<void> {
  let isOver = false;
  const one = async (): Promise<void> => {
    const id = await client.start('errand', { fee: 1 });
    while (!isOver) {
      await client.send(id, 'remark');
      await pause(2);
    }
  };
  const all = Promise.all(Array.from({ length: people }, one));
  try {
    await work();
  } finally {
    isOver = true;
    await all;
  }
}

/** F3: PostgreSQL is killed and started again under load, time after time. */
export async function postgresKilled(times: number, everyMs: number): Promise<Finding> {
  const found = finding('F3', 'PostgreSQL 在负载下被杀死并重启', 'PostgreSQL is killed under load and started again');
  const postgres = await KillablePostgres.start();
  try {
    await postgres.prepare();
    const proxy = await PgProxy.open(postgres.url);
    const ground = await Ground.open(proxy.url);
    const workers = [await ground.workers.open(proxy.url), await ground.workers.open(proxy.url)];
    let turn = 0;
    const client = new Client(ground, () => Promise.resolve(workers[(turn += 1) % 2] ?? Promise.reject(new Error())));
    await atWork(client, 8, async () => {
      for (; found.times < times; found.times += 1) {
        await pause(everyMs);
        const before = client.acknowledged.length;
        const began = performance.now();
        proxy.aimAt(await postgres.kill(found.times % 2 === 0 ? 'kill' : 'crash'));
        while (client.acknowledged.length < before + 8) await pause(10);
        const key = 'slowest recovery, ms';
        found.measured[key] = Math.max(found.measured[key] ?? 0, Math.round(performance.now() - began));
      }
    });
    found.counted = client.acknowledged.length;
    found.measured['errors told while it was away'] = [...client.troubles.values()].reduce((sum, n) => sum + n, 0);
    found.lost = await client.lost();
    found.twice = await client.twice();
    found.violations = (await ground.violations()).length;
    await ground.close();
    await proxy.close();
  } finally {
    await postgres.close();
  }
  return found;
}

/** F5: connections are reset, slow, and cut in the middle of a commit; nobody waits for ever, and none is left over. */
export async function networkBreaks(ground: Ground, seconds: number, random: () => number): Promise<Finding> {
  const found = finding('F5', '数据库连接被切断、变慢', 'connections to PostgreSQL are reset and slow');
  const proxy = await PgProxy.open(ground.url);
  const worker = await ground.workers.open(proxy.url);
  const client = new Client(ground, () => Promise.resolve(worker));
  await atWork(client, 6, async () => {
    proxy.resetSome(0.05, random);
    await pause((seconds * 1000) / 2);
    proxy.delay(200);
    await pause((seconds * 1000) / 2);
    proxy.calm();
    proxy.cut();
    await pause(200);
  });
  found.times = [...client.troubles.values()].reduce((sum, n) => sum + n, 0);
  found.counted = client.acknowledged.length;
  found.lost = await client.lost();
  found.twice = await client.twice();
  found.measured['slowest answer, ms'] = Math.round(client.slowestMs);
  const [idle] = await ground.asOwner<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND state_change < now() - interval '15 seconds'`,
  );
  found.measured['idle in transaction'] = idle?.n ?? 0;
  found.violations = (await ground.violations()).length;
  await worker.kill();
  await proxy.close();
  return found;
}

/** F5, half-open: every connection swallows what it is told and never says so; new ones work. */
export async function networkSwallows(ground: Ground): Promise<Finding> {
  const found = finding('F5', '连接半开：发出的请求石沉大海', 'half-open connections: whatever is sent is swallowed');
  const proxy = await PgProxy.open(ground.url);
  const worker = await ground.workers.open(proxy.url);
  const client = new Client(ground, () => Promise.resolve(worker));
  const id = await client.start('errand', { fee: 1 });
  await client.send(id, 'remark');
  proxy.swallow();
  const began = performance.now();
  const patience = new AbortController();
  const silence = pause(45_000, 'nobody answers', { signal: patience.signal }).catch(() => '');
  const answer = await Promise.race([client.send(id, 'remark'), silence]);
  patience.abort();
  found.measured['answered after, ms'] = Math.round(performance.now() - began);
  found.times = 1;
  found.counted = client.acknowledged.length;
  found.lost = (typeof answer === 'string' ? 1 : 0) + (await client.lost());
  found.twice = typeof answer === 'string' ? 0 : await client.twice();
  found.violations = (await ground.violations()).length;
  await worker.kill();
  await proxy.close();
  return found;
}
