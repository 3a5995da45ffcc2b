import { inCheckout, root } from './checkout.mjs';
import { run } from './command.mjs';
import { forgetful } from './database/cluster-settings.mjs';
import { openTemporaryDatabase } from './database/temporary-database.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { runShown } from './processes.mjs';

await run(() => onPinnedNode(fuzz));

/** 100,000 requests on a PostgreSQL of their own; the report goes to docs/fuzz.md. */
async function fuzz() {
  await buildWhatChanged();
  const database = await openTemporaryDatabase(forgetful);
  try {
    const env = { ...process.env, KAOPING_TEST_DATABASE_URL: database.url };
    const parameters = [inCheckout('dist', 'test', 'security', 'fuzz', 'main.js'), ...process.argv.slice(2)];
    return await runShown(process.execPath, parameters, { cwd: root, env });
  } finally {
    await database.close();
  }
}
