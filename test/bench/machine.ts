import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { queried } from './cluster.js';
import type { Results } from './results.js';

/** Where and on what the figures were measured. */
export async function machineFacts(databaseUrl: string): Promise<Pick<Results, 'measuredAt' | 'machine' | 'versions'>> {
  const settings = await queried<{ name: string; value: string }>(
    databaseUrl,
    `SELECT name, current_setting(name) AS value FROM unnest(ARRAY['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums',
       'wal_sync_method', 'wal_compression', 'shared_buffers', 'max_wal_size', 'max_connections', 'jit']) AS name`,
  );
  const [server] = await queried<{ server_version: string }>(databaseUrl, 'SHOW server_version');
  return {
    measuredAt: new Date().toISOString(),
    machine: {
      cores: String(os.availableParallelism()),
      cpu: os.cpus()[0]?.model ?? '',
      memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
      kernel: `${os.type()} ${os.release()}`,
      postgresql: settings.map(({ name, value }) => `${name}=${value}`).join(', '),
    },
    versions: {
      postgresql: server?.server_version ?? '',
      node: process.versions.node,
      xstate: await versionOf('xstate'),
      pg: await versionOf('pg'),
    },
  };
}

async function versionOf(name: string): Promise<string> {
  const file = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}
