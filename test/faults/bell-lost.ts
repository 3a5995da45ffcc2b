import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createApp } from '../../apps/api/src/app.js';
import { readConfig } from '../../apps/api/src/config.js';
import { Settings } from '../../apps/api/src/settings.js';
import { newId } from '#platform';
import { finding, type Finding } from './finding.js';
import type { Ground } from './ground.js';

/** F15: the connection on which workers hear the bell breaks; they look by themselves, and it is opened again. */
export async function bellLost(ground: Ground, rounds: number): Promise<Finding> {
  const found = finding('F15', '监听连接断开', 'the connection that hears the bell breaks');
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'kaoping-bell-'));
  const app = await createApp(
    new Settings(readConfig({ DATABASE_URL: ground.url, DATA_DIR, PORT: '0', ROLE: 'worker', LOG_LEVEL: 'silent' })),
  );
  try {
    for (let round = 0; round < rounds; round += 1) {
      await ground.asOwner(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kaoping bell' AND datname = current_database()`,
      );
      const messageId = newId();
      await ground.database.query(
        `INSERT INTO outbox (message_id, tenant_id, kind, payload, made_at) VALUES ($1, $2, 'nobody sends this', '{}', now())`,
        [messageId, ground.tenantId],
      );
      const noticed = await until(
        async () =>
          (await ground.one<{ attempts: number }>(`SELECT attempts FROM outbox WHERE message_id = $1`, messageId))
            .attempts > 0,
      );
      await ground.database.query(`DELETE FROM outbox WHERE message_id = $1`, [messageId]);
      const heard = await until(
        async () =>
          (
            await ground.database.query(
              `SELECT FROM pg_stat_activity WHERE application_name = 'kaoping bell' AND datname = current_database()`,
            )
          ).length > 0,
      );
      found.times += 1;
      found.counted += 1;
      if (noticed === null || heard === null) found.lost += 1;
      found.measured['noticed after, ms'] = Math.max(found.measured['noticed after, ms'] ?? 0, noticed ?? Infinity);
      found.measured['listens again after, ms'] = Math.max(
        found.measured['listens again after, ms'] ?? 0,
        heard ?? Infinity,
      );
    }
  } finally {
    await app.close();
  }
  return found;
}

const PATIENCE_MS = 10_000;

/** Milliseconds until it holds; null where it does not come to hold. */
async function until(holds: () => Promise<boolean>): Promise<number | null> {
  const began = performance.now();
  while (performance.now() - began < PATIENCE_MS) {
    if (await holds()) return Math.round(performance.now() - began);
    await pause(20);
  }
  return null;
}
