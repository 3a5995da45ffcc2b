import { inCheckout, root } from './checkout.mjs';
import { run } from './command.mjs';
import { durable } from './database/cluster-settings.mjs';
import { openTemporaryDatabase } from './database/temporary-database.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { runShown } from './processes.mjs';

await run(() => onPinnedNode(bench));

async function bench() {
  await buildWhatChanged();
  const database = await openTemporaryDatabase(durable);
  try {
    const env = { ...process.env, KAOPING_TEST_DATABASE_URL: database.url };
    return await runShown(process.execPath, [inCheckout('dist/test/bench/smoke.js')], { cwd: root, env });
  } finally {
    await database.close();
  }
}
