import { spawn } from 'node:child_process';
import { inCheckout, root } from './checkout.mjs';
import { dataFolder } from './settings.mjs';

/** Starts a compiled entry of apps/api on the database; without one where it needs none. */
export function spawnCompiled(entry, parameters, database, options) {
  const script = inCheckout('dist', 'apps', 'api', 'src', entry);
  return spawn(process.execPath, ['--enable-source-maps', script, ...parameters], {
    cwd: root,
    env: {
      ...process.env,
      DATA_DIR: dataFolder,
      ...(database && { DATABASE_URL: database.url }),
      NODE_COMPILE_CACHE: inCheckout('dist', '.compile-cache'),
    },
    ...options,
  });
}
