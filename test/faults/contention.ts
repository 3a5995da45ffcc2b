import { newId } from '#platform';
import { Client } from './client.js';
import { finding, type Finding } from './finding.js';
import type { Ground } from './ground.js';
import type { Worker } from './worker.js';

async function twoWorkers(ground: Ground): Promise<{ workers: Worker[]; client: Client }> {
  const [one, other] = [await ground.workers.open(ground.url), await ground.workers.open(ground.url)];
  let turn = 0;
  const client = new Client(ground, () => {
    turn += 1;
    return Promise.resolve(turn % 2 === 0 ? one : other);
  });
  return { workers: [one, other], client };
}

/** F10: each request is sent 2 to 5 times at once, to two processes, in any order; all are answered as the first. */
export async function sentTwice(ground: Ground, rounds: number, random: () => number): Promise<Finding> {
  const found = finding('F10', '重复、乱序的请求与连击', 'requests come twice to five times at once, and out of order');
  const { workers, client } = await twoWorkers(ground);
  for (let round = 0; round < rounds; round += 1) {
    const startKey = newId();
    const start = { do: 'start', workflow: 'errand', subject: { fee: 1 }, key: startKey } as const;
    const started = await Promise.all([1, 2, 3].map(() => client.insist<{ instanceId: string }>(start)));
    const ids = new Set(started.map((one) => (typeof one === 'string' ? one : one.instanceId)));
    const [id = ''] = ids;
    if (ids.size !== 1) found.twice += 1;
    client.started.push(id);
    for (const event of ['remark', 'submit', 'read', 'pass']) {
      const key = newId();
      const copies = 2 + Math.floor(random() * 4);
      const answers = await Promise.all(Array.from({ length: copies }, () => client.send(id, event, key)));
      if (new Set(answers).size !== 1 || typeof answers[0] === 'string') found.twice += 1;
      // Long after, too.
      if ((await client.send(id, event, key)) !== answers[0]) found.twice += 1;
      found.times += copies;
    }
    // A late copy of an early request, after everything else.
    if (typeof (await client.send(id, 'remark')) !== 'string') found.twice += 1;
  }
  found.counted = client.acknowledged.length;
  found.lost = await client.lost();
  found.twice += await client.twice();
  found.violations = (await ground.violations()).length;
  for (const worker of workers) await worker.kill();
  return found;
}

/** F11: fifty want to decide one case at once; one does, the others are told that it has moved on. */
export async function fiftyAtOnce(ground: Ground, rounds: number): Promise<Finding> {
  const found = finding('F11', '五十人同时办理同一件事', 'fifty people decide one case at once');
  const { workers, client } = await twoWorkers(ground);
  for (let round = 0; round < rounds; round += 1) {
    const id = await client.start('errand', { fee: 1 });
    const event = round % 2 === 0 ? 'submit' : 'remark';
    const answers = await Promise.all(Array.from({ length: 50 }, () => client.send(id, event, newId(), 1)));
    const winners = answers.filter((answer) => typeof answer === 'number').length;
    const others = answers.filter((answer) => answer === 'case.changed').length;
    if (winners === 0) found.lost += 1;
    found.twice += Math.max(0, winners - 1);
    if (winners + others !== 50) found.violations += 1;
    found.times += 50;
  }
  found.counted = rounds;
  found.lost += await client.lost();
  found.twice += await client.twice();
  found.violations += (await ground.violations()).length;
  for (const worker of workers) await worker.kill();
  return found;
}

const CODES = ['40001', '40P01'];

/**
 * F17: PostgreSQL refuses the first writes of each step for a conflict; the step is tried again, up to three times, and
 * is then refused without a trace.
 */
export async function conflictsInjected(ground: Ground, rounds: number): Promise<Finding> {
  const found = finding('F17', '数据库报串行化失败或死锁', 'PostgreSQL reports serialization failures and deadlocks');
  await ground.asOwner(
    `CREATE SEQUENCE IF NOT EXISTS conflicts_left INCREMENT -1 MINVALUE -1000000000 MAXVALUE 1000000000 START 1`,
  );
  const { workers, client } = await twoWorkers(ground);
  for (let round = 0; round < rounds; round += 1) {
    const id = await client.start('errand', { fee: 1 });
    for (const [event, conflicts] of [
      ['remark', 1],
      ['remark', 2],
      ['submit', 2],
      ['pass', 2],
    ] as const) {
      await inject(ground, CODES[round % CODES.length] ?? '', conflicts);
      const key = newId();
      const answer = await workers[0]
        ?.tell<{ revision: number }>({ do: 'send', instanceId: id, event, key })
        .catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      if (typeof answer === 'object')
        client.acknowledged.push({ key, instanceId: id, revision: answer.revision, event });
      else
        found.measured[`refused after ${conflicts}: ${answer ?? ''}`] =
          (found.measured[`refused after ${conflicts}: ${answer ?? ''}`] ?? 0) + 1;
      found.times += conflicts;
    }
    await ground.asOwner(`DROP TRIGGER IF EXISTS conflict ON instances`);
  }
  found.counted = client.acknowledged.length;
  // Two conflicts are made up for.
  found.lost = rounds * 4 - client.acknowledged.length + (await client.lost());
  found.twice = await client.twice();
  // Without end, the step is refused in words, and nothing of it stays.
  const id = await client.start('errand', { fee: 1 });
  await inject(ground, '40P01', 1_000);
  const refused = await workers[0]
    ?.tell({ do: 'send', instanceId: id, event: 'remark', key: newId() })
    .catch((error: unknown) => String(error));
  await ground.asOwner(`DROP TRIGGER conflict ON instances`);
  if (typeof refused !== 'string' || refused.includes('!')) found.lost += 1;
  found.violations = (await ground.violations()).length;
  for (const worker of workers) await worker.kill();
  return found;
}

/** The next writes of steps fail so; a sequence counts them, for it is not rolled back. */
async function inject(ground: Ground, code: string, times: number): Promise<void> {
  await ground.asOwner(`SELECT setval('conflicts_left', ${times + 1})`);
  await ground.asOwner(`
    CREATE OR REPLACE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF nextval('conflicts_left') > 0 THEN RAISE EXCEPTION 'injected' USING ERRCODE = '${code}'; END IF;
      RETURN NEW;
    END $$`);
  await ground.asOwner(
    `CREATE OR REPLACE TRIGGER conflict BEFORE UPDATE ON instances FOR EACH ROW EXECUTE FUNCTION conflict()`,
  );
}
