import { existsSync, readFileSync } from 'node:fs';
import { inCheckout, root } from '../checkout.mjs';
import { plainEnvironment, runKept } from '../processes.mjs';
import { shown } from '../progress.mjs';
import { Stopped } from '../stopped.mjs';
import { alone } from './alone.mjs';
import { fingerprint, isStamped, writeStamp } from './fingerprint.mjs';

const stamp = inCheckout('node_modules', '.kaoping-installed');
export const pinnedNode = inCheckout('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs what package-lock.json asks for, when something is missing or stale. */
export async function installDependencies() {
  const print = fingerprint(['package-lock.json'], `${process.platform}-${process.arch}`);
  if (!(await isInstalled(print))) await alone(() => installUnlessDone(print));
}

const isInstalled = async (print) => (await isStamped(stamp, print)) && existsSync(pinnedNode);

async function installUnlessDone(print) {
  if (await isInstalled(print)) return;
  if (!isInstalledByHand()) {
    await shown('正在安装依赖（首次需要几分钟）', 'installing dependencies (minutes, the first time)', install);
  }
  if (!existsSync(pinnedNode)) await shown('正在取得 Node 24', 'fetching Node 24', fetchPinnedNode);
  await writeStamp(stamp, print);
}

/** After `npm install` by hand nothing is stale: npm's own record of node_modules agrees with the lock file. */
function isInstalledByHand() {
  const record = inCheckout('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = packagesIn(record);
  const locked = packagesIn(inCheckout('package-lock.json'));
  const isSame = ([place, entry]) => locked[place]?.version === entry.version;
  const isThere = ([place, entry]) => place === '' || place in installed || entry.optional === true;
  return Object.entries(installed).every(isSame) && Object.entries(locked).every(isThere);
}

const packagesIn = (lock) => JSON.parse(readFileSync(lock, 'utf8')).packages;

async function install() {
  const flags = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await npm(flags);
  if (code === 0) return;
  throw new Stopped(
    '安装依赖失败：请检查网络与 npm 镜像（npm config get registry），然后重新运行',
    'installing dependencies failed: check the network and the npm registry (npm config get registry), then run again',
    output,
  );
}

/** Where npm is told to run no install scripts, the package `node` has not fetched its binary yet. */
async function fetchPinnedNode() {
  const folder = inCheckout('node_modules', 'node');
  const { code, output } = await runKept(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: folder,
    env: plainEnvironment(),
  });
  if (code === 0 && existsSync(pinnedNode)) return;
  throw new Stopped(
    '取得 Node 24 失败：请检查网络，然后重新运行',
    'fetching Node 24 failed: check the network, then run again',
    output,
  );
}

/** npm as it was called, on the node it was called with: the pinned one may vanish while it installs. */
function npm(parameters) {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  const options = { cwd: root, env: plainEnvironment() };
  if (script?.endsWith('npm-cli.js') && node && existsSync(node))
    return runKept(node, [script, ...parameters], options);
  return runKept('npm', parameters, { ...options, shell: process.platform === 'win32' });
}
