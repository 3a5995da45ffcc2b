import { run } from './command.mjs';
import { spawnCompiled } from './compiled.mjs';
import { openProductDatabase } from './database/product-database.mjs';
import { buildWhatChanged } from './prepare/build.mjs';
import { onPinnedNode } from './prepare/pinned-node.mjs';
import { bindToLauncher, ended } from './processes.mjs';
import { say } from './progress.mjs';
import { stopping, whenStopping } from './stopping.mjs';

const stopTimeoutMs = 15_000;

await run(async () => {
  const code = await onPinnedNode(start).catch(unlessStopping);
  return stopping.aborted ? 0 : code;
});

async function start() {
  const [built, opened] = await Promise.allSettled([buildWhatChanged(), openProductDatabase()]);
  try {
    const failure = [built, opened].find(({ status }) => status === 'rejected');
    if (failure) throw failure.reason;
    return stopping.aborted ? 0 : await serve(opened.value);
  } finally {
    await opened.value?.close();
  }
}

/** Runs the server until it ends or somebody asks to stop; resolves to its exit code. */
async function serve(database) {
  // In a session of its own: the keyboard's Ctrl-C comes through this process, once.
  const server = spawnCompiled('main.js', [], database, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const releaseWatcher = bindToLauncher(server.pid, 'TERM');
  whenStopping(() => {
    say('正在停止', 'stopping');
    stop(server);
  });
  database.exited.then(() => stopWithoutDatabase(server));
  const code = await ended(server);
  await releaseWatcher();
  return code;
}

function stopWithoutDatabase(server) {
  if (server.exitCode !== null || server.signalCode !== null) return;
  say('数据库意外停止，正在停止服务', 'the database stopped by itself: stopping the server');
  stop(server);
}

function stop(server) {
  server.kill('SIGTERM');
  setTimeout(() => server.kill('SIGKILL'), stopTimeoutMs).unref();
}

function unlessStopping(error) {
  if (!stopping.aborted) throw error;
}
