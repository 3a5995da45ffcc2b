import { existsSync, readFileSync, rmSync } from 'node:fs';
import { pause, runKept } from '../processes.mjs';
import { Stopped } from '../stopped.mjs';
import { postmaster } from './postmaster.mjs';

const stopTimeoutMs = 30_000;
const pollMs = 50;

/**
 * Clears away what a killed launcher left: a PostgreSQL still at work on the folder is stopped, the pid file of a dead
 * one is removed, also when another program has that pid by now. Only for the holder of the data folder.
 */
export async function clearLeftOver(folder) {
  const left = postmaster(folder);
  if (!left) return;
  const isOurs = async () => (await commandOf(left.pid)).includes(folder);
  if (await isOurs()) process.kill(left.pid, 'SIGINT');
  for (let waited = 0; await isOurs(); waited += pollMs) {
    if (waited >= stopTimeoutMs) {
      throw new Stopped(
        `上次留下的 PostgreSQL（进程 ${left.pid}）没有停下：请结束它再启动`,
        `a PostgreSQL of an earlier run (process ${left.pid}) does not stop: end it, then start again`,
      );
    }
    await pause(pollMs);
  }
  rmSync(`${folder}/postmaster.pid`, { force: true });
}

async function commandOf(pid) {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self/cmdline')) return existsSync(file) ? readFileSync(file, 'utf8') : '';
  return (await runKept('ps', ['-o', 'command=', '-p', String(pid)])).output;
}
