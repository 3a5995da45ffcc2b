import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { claim, released } from '../claim.mjs';
import { pause } from '../processes.mjs';
import { shown } from '../progress.mjs';
import { dataFolder, givenDatabase } from '../settings.mjs';
import { Stopped } from '../stopped.mjs';
import { durable } from './cluster-settings.mjs';
import { startCluster } from './cluster.mjs';
import { clearLeftOver } from './left-over.mjs';
import { addApplicationRole, createCluster } from './new-cluster.mjs';

const cluster = path.join(dataFolder, 'postgres');
const passwordFile = path.join(dataFolder, 'postgres.password');
/** Says that the cluster knows the application's role; those made before it do not. */
const roleMarker = path.join(dataFolder, 'postgres.role');
const log = path.join(dataFolder, 'postgres.log');
const claimFile = path.join(dataFolder, 'launcher.json');
const fullLogBytes = 10 * 1024 * 1024;
const pollMs = 100;

/** The database of `npm start`: `{ url, exited, close }`. Refuses when the data folder is in use. */
export async function openProductDatabase() {
  if (givenDatabase) return given();
  const claimed = await claim(claimFile, { runs: 'start' });
  if (claimed.holder) throw inUse(claimed.holder);
  return startClaimed(claimed);
}

/** The database of one command: the one that `npm start` runs just now, else started for the command's time. */
export async function borrowProductDatabase() {
  if (givenDatabase) return given();
  for (;;) {
    const claimed = await claim(claimFile, { runs: 'command' });
    if (!claimed.holder) return startClaimed(claimed);
    const { runs, url } = claimed.holder;
    if (runs === 'command') {
      await shown('等待另一条命令结束', 'waiting for another command to end', () => released(claimFile));
    } else if (url) {
      return { ...given(), url };
    } else {
      await pause(pollMs);
    }
  }
}

const given = () => ({ url: givenDatabase, exited: new Promise(() => undefined), close: async () => undefined });

function inUse({ runs, pid }) {
  return runs === 'start'
    ? new Stopped(
        `已经在运行（进程 ${pid}），数据目录 ${dataFolder}：请先停止它，或用 DATA_DIR 指定另一个目录`,
        `already running (process ${pid}) on ${dataFolder}: stop it first, or name another folder in DATA_DIR`,
      )
    : new Stopped(
        `一条 kaoping 命令（进程 ${pid}）正在使用 ${dataFolder}：请等它结束`,
        `a kaoping command (process ${pid}) is using ${dataFolder}: wait for its end`,
      );
}

async function startClaimed(claimed) {
  try {
    if (existsSync(cluster)) await clearLeftOver(cluster);
    else await shown('正在建立数据库', 'making the database', makeCluster);
    if (!existsSync(roleMarker)) await addRole();
    if (existsSync(log) && statSync(log).size > fullLogBytes) renameSync(log, `${log}.1`);
    const password = readFileSync(passwordFile, 'utf8');
    const started = await startCluster({ folder: cluster, settings: durable, log });
    const url = `postgres://kaoping:${password}@127.0.0.1:${started.port}/kaoping`;
    await claimed.tell({ url });
    return { url, exited: started.exited, close: () => closeClaimed(claimed, started) };
  } catch (error) {
    // Whatever went wrong, the data folder must be free again.
    await claimed.release();
    throw error;
  }
}

async function closeClaimed(claimed, started) {
  await started.stop();
  await claimed.release();
}

async function makeCluster() {
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
  const password = randomBytes(24).toString('hex');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  await createCluster({ folder: cluster, password });
  writeFileSync(roleMarker, '');
}

async function addRole() {
  await shown('正在更新数据库的角色', 'adding a role to the database', () => addApplicationRole(cluster));
  writeFileSync(roleMarker, '');
}
