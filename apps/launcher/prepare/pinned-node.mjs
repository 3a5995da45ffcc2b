import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inCheckout } from '../checkout.mjs';
import { ended } from '../processes.mjs';
import { whenStopping } from '../stopping.mjs';
import { installDependencies, pinnedNode } from './node-modules.mjs';

/**
 * Does the work on the Node that package.json pins, after installing what is missing or stale; resolves to the exit
 * code. Started by another Node, this same script is run again by the pinned one.
 */
export async function onPinnedNode(work) {
  await installDependencies();
  const { version } = JSON.parse(readFileSync(inCheckout('node_modules', 'node', 'package.json'), 'utf8'));
  return process.version === `v${version}` ? work() : runOnPinnedNode();
}

/** The channel between the two tells the pinned one when this one dies. */
function runOnPinnedNode() {
  const child = spawn(pinnedNode, process.argv.slice(1), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  whenStopping(() => child.kill('SIGTERM'));
  return ended(child);
}
