import { inCheckout, root } from './checkout.mjs';
import { run } from './command.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { runShown } from './processes.mjs';

await run(() => onPinnedNode(writeBill));

async function writeBill() {
  await buildWhatChanged();
  return runShown(process.execPath, [inCheckout('dist/test/architecture/write-bill.js')], { cwd: root });
}
