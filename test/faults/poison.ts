import { newId } from '#platform';
import { finding, type Finding } from './finding.js';
import type { Ground } from './ground.js';
import { Worker } from './worker.js';

/** What a poison job does to the process that takes it up, and how long the process is given before it is taken for stuck. */
const KINDS = { throws: 20_000, exits: 20_000, loops: 1_500, swells: 20_000 };
type Kind = keyof typeof KINDS;

const INNOCENT = 40;
const MOST_DEATHS = 60;

/**
 * F12: a job that throws, ends the process, never comes back, or takes all memory. It ends as dead after 8 claims, and
 * the jobs around it are done all the same.
 */
export async function poisonJobs(ground: Ground, kinds: Kind[]): Promise<Finding> {
  const found = finding(
    'F12',
    '“毒任务”：抛错、退出进程、死循环、耗尽内存',
    'poison jobs that throw, exit, loop and take all memory',
  );
  for (const kind of kinds) {
    const { instanceId, innocent, poison } = await laidOut(ground, kind);
    let deaths = 0;
    const settled = `SELECT (SELECT count(*) FROM timers WHERE timer_id = ANY($1::uuid[]) AND NOT dead)::int AS waiting,
      (SELECT count(*) FROM timers WHERE timer_id = $2 AND NOT dead)::int AS poison`;
    for (;;) {
      const { waiting, poison: left } = await ground.one<{ waiting: number; poison: number }>(
        settled,
        innocent,
        poison,
      );
      if (waiting + left === 0 || deaths > MOST_DEATHS) break;
      deaths += await workedOnce(ground, kind);
      await ground.database.query(`UPDATE timers SET lease_until = now() WHERE instance_id = $1 AND NOT dead`, [
        instanceId,
      ]);
    }
    const { dead, attempts, lost } = await ground.one<{ dead: boolean; attempts: number; lost: number }>(
      `SELECT dead, attempts, (SELECT count(*) FROM timers WHERE timer_id = ANY($1::uuid[]))::int AS lost FROM timers WHERE timer_id = $2`,
      innocent,
      poison,
    );
    found.times += deaths;
    found.counted += INNOCENT;
    found.lost += lost;
    found.measured[`${kind}: claims until it is given up`] = attempts;
    found.measured[`${kind}: jobs beside it given up with it`] = lost;
    if (!dead || attempts !== 8) found.violations += 1;
    await ground.database.query(`DELETE FROM timers WHERE instance_id = $1`, [instanceId]);
    await ground.database.query(`UPDATE instances SET status = 'done' WHERE instance_id = $1`, [instanceId]);
    await ground.asOwner(`DELETE FROM journal WHERE instance_id = '${instanceId}'`);
    await ground.database.query(`DELETE FROM instances WHERE instance_id = $1`, [instanceId]);
  }
  await ground.database.query(
    `DELETE FROM outbox WHERE tenant_id = $1 AND kind = 'letter' AND instance_id NOT IN (SELECT instance_id FROM instances)`,
    [ground.tenantId],
  );
  found.violations += (await ground.violations()).length;
  return found;
}

/** One case with a poison job in the midst of others, all due. */
async function laidOut(
  ground: Ground,
  kind: Kind,
): Promise<{ instanceId: string; innocent: string[]; poison: string }> {
  const worker = await ground.workers.open(ground.url);
  const start = { do: 'start', workflow: 'errand', subject: { fee: 1 }, key: newId() } as const;
  const { instanceId } = await worker.tell<{ instanceId: string }>(start);
  await worker.kill();
  const innocent = Array.from({ length: INNOCENT }, () => newId());
  const poison = newId();
  const jobs = [...innocent.map((id) => ({ id, kind: 'plain' })), { id: poison, kind }];
  await ground.database.query(
    `INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, payload, due_at)
     SELECT j.id, $2, $3, j.kind, j.id::text, '{}', now() - make_interval(secs => 60 - 30 * (j.kind = 'plain')::int) FROM jsonb_to_recordset($1::jsonb) AS j(id uuid, kind text)`,
    [JSON.stringify(jobs), ground.tenantId, instanceId],
  );
  return { instanceId, innocent, poison };
}

/** One worker takes up what is due; 1 where that was its end. */
async function workedOnce(ground: Ground, kind: Kind): Promise<number> {
  const worker = Worker.spawn(kind === 'swells' ? ['--max-old-space-size=64'] : []);
  await worker.tell({ do: 'open', url: ground.url, tenantId: ground.tenantId });
  const stuck = setTimeout(() => void worker.kill(), KINDS[kind]);
  const isDead = await worker.tell({ do: 'fire' }).then(
    () => false,
    () => !worker.isAlive,
  );
  clearTimeout(stuck);
  await worker.kill();
  return isDead ? 1 : 0;
}
