import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { shown } from '../progress.mjs';
import { startCluster } from './cluster.mjs';
import { createCluster } from './new-cluster.mjs';

/** A PostgreSQL of its own in a temporary folder, gone when it is closed: `{ url, close }`. */
export async function openTemporaryDatabase(settings) {
  const folder = mkdtempSync(path.join(tmpdir(), 'kaoping-'));
  chmodSync(folder, 0o711);
  const cluster = path.join(folder, 'postgres');
  const password = randomBytes(24).toString('hex');
  try {
    const started = await shown('正在启动 PostgreSQL', 'starting PostgreSQL', async () => {
      await createCluster({ folder: cluster, password, flags: ['--no-sync'] });
      return startCluster({ folder: cluster, settings, log: path.join(folder, 'postgres.log') });
    });
    const close = async () => {
      await started.stop();
      rmSync(folder, { recursive: true, force: true });
    };
    return { url: `postgres://kaoping:${password}@127.0.0.1:${started.port}/postgres`, close };
  } catch (error) {
    // Nothing of a failed start stays behind.
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
