import { Client } from './client.js';
import { finding, type Finding } from './finding.js';
import type { Ground } from './ground.js';

const DAY_MS = 86_400_000;

/** F8, as far as the engine goes: clocks jump and differ between processes; nothing fires early or twice. */
export async function clocksJump(ground: Ground, rounds: number): Promise<Finding> {
  const found = finding('F8', '时钟跳变、两台机器时间不同', 'clocks jump, and differ between two processes');
  const [late, early] = [await ground.workers.open(ground.url), await ground.workers.open(ground.url)];
  const client = new Client(ground, () => Promise.resolve(late));
  for (let round = 0; round < rounds; round += 1) {
    const id = await client.start('errand', { fee: 0 });
    await early.tell({ do: 'clock', offsetMs: 5 * 60_000 });
    await Promise.all([late, early].map((worker) => worker.tell({ do: 'fire' })));
    const before = await ground.one<{ n: number }>(
      `SELECT count(*)::int AS n FROM instances WHERE instance_id = $1 AND status = 'running'`,
      id,
    );
    if (before.n !== 1) found.twice += 1;
    for (const worker of [late, early]) await worker.tell({ do: 'clock', offsetMs: 9 * DAY_MS });
    await Promise.all([late, early, late, early].map((worker) => worker.tell({ do: 'fire' })));
    for (const worker of [late, early]) await worker.tell({ do: 'clock', offsetMs: -3_600_000 });
    await Promise.all([late, early].map((worker) => worker.tell({ do: 'fire' })));
    const after = await ground.one<{ n: number }>(
      `SELECT count(*)::int AS n FROM journal WHERE instance_id = $1 AND kind = 'timer'`,
      id,
    );
    if (after.n === 0) found.lost += 1;
    if (after.n > 1) found.twice += 1;
    found.times += 3;
    found.counted += 1;
    for (const worker of [late, early]) await worker.tell({ do: 'clock', offsetMs: 0 });
  }
  found.violations = (await ground.violations()).length;
  for (const worker of [late, early]) await worker.kill();
  return found;
}
