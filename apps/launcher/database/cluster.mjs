import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import net from 'node:net';
import { bindToLauncher, pause } from '../processes.mjs';
import { Stopped } from '../stopped.mjs';
import { accountFor } from './account.mjs';
import { binaries, environment } from './binaries.mjs';
import { postmaster } from './postmaster.mjs';

const loopbackOnly = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;
const pollMs = 20;

/**
 * Starts the cluster on loopback at a free port. Resolves, once it takes connections, to its port, `exited` (a promise
 * of its end) and `stop`. It outlives this process by no means.
 */
export async function startCluster({ folder, settings, log }) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const logged = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
    const child = spawnPostgres({ folder, settings: { ...loopbackOnly, port, ...settings }, log });
    const releaseWatcher = bindToLauncher(child.pid, 'INT');
    const exited = new Promise((resolve) => child.on('close', resolve)).then(releaseWatcher);
    if (await isReady(folder, child)) return { port, exited, stop: () => stop(child, exited) };
    await stop(child, exited);
    const output = readFileSync(log).subarray(logged).toString();
    if (attempt < 3 && /could not bind|address already in use/i.test(output)) continue;
    throw new Stopped(
      `内嵌 PostgreSQL 没有启动，日志见 ${log}`,
      `the embedded PostgreSQL did not start, its log is ${log}`,
      output.split('\n').slice(-20).join('\n'),
    );
  }
}

function spawnPostgres({ folder, settings, log }) {
  const { home, postgres } = binaries();
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { program, parameters, as } = accountFor(folder, home).run(postgres, ['-D', folder, ...flags]);
  const output = openSync(log, 'a', 0o600);
  // In a session of its own the keyboard's Ctrl-C does not reach it: the server beside it goes first.
  const options = { detached: true, stdio: ['ignore', output, output], env: environment, ...as };
  const child = spawn(program, parameters, options);
  closeSync(output);
  return child;
}

async function isReady(folder, child) {
  const deadline = Date.now() + startTimeoutMs;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const { pid, status } = postmaster(folder) ?? {};
    if (pid === child.pid && status === 'ready') return true;
    await pause(pollMs);
  }
  return false;
}

async function stop(child, exited) {
  child.kill('SIGINT');
  const hard = setTimeout(() => child.kill('SIGQUIT'), stopTimeoutMs);
  await exited;
  clearTimeout(hard);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
