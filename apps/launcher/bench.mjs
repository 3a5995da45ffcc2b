import { inCheckout, root } from './checkout.mjs';
import { run } from './command.mjs';
import { durable } from './database/cluster-settings.mjs';
import { openTemporaryDatabase } from './database/temporary-database.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { runShown } from './processes.mjs';

// Room for nine databases at work in turn; what the product itself is served with stands in cluster-settings.
const roomy = { ...durable, max_connections: 300, max_wal_size: '4GB' };

const [first, ...others] = process.argv.slice(2);
const isSmoke = first === 'smoke';
const entry = isSmoke ? 'dist/test/bench/smoke.js' : 'dist/test/bench/main.js';
const parameters = isSmoke ? others : process.argv.slice(2);

await run(() => onPinnedNode(bench));

async function bench() {
  await buildWhatChanged();
  const database = await openTemporaryDatabase(isSmoke ? durable : roomy);
  try {
    const env = { ...process.env, KAOPING_TEST_DATABASE_URL: database.url };
    return await runShown(process.execPath, [inCheckout(entry), ...parameters], { cwd: root, env });
  } finally {
    await database.close();
  }
}
