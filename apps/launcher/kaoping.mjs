import { run } from './command.mjs';
import { spawnCompiled } from './compiled.mjs';
import { borrowProductDatabase } from './database/product-database.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { ended } from './processes.mjs';
import { whenStopping } from './stopping.mjs';

/** Commands that read files alone. */
const WITHOUT_DATABASE = ['workflow'];

await run(() => onPinnedNode(runCommand));

async function runCommand() {
  await buildWhatChanged();
  const database = WITHOUT_DATABASE.includes(process.argv[2]) ? null : await borrowProductDatabase();
  try {
    const command = spawnCompiled('cli/main.js', process.argv.slice(2), database, { stdio: 'inherit' });
    whenStopping(() => command.kill('SIGTERM'));
    return await ended(command);
  } finally {
    await database?.close();
  }
}
