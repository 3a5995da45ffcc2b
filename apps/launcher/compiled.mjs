import { spawn } from 'node:child_process';
import { inCheckout, root } from './checkout.mjs';
import { dataFolder } from './settings.mjs';

/**
 * glibc keeps what is freed in one of many arenas, and so up to 19 MiB for each thread that hashed a password: two arenas hold
 * 50 MB less after ten seconds of a flood of sign-ins, at the same speed.
 */
const MALLOC_ARENAS = '2';

/** Starts a compiled entry of apps/api on the database; without one where it needs none. */
export function spawnCompiled(entry, parameters, database, options) {
  const script = inCheckout('dist', 'apps', 'api', 'src', entry);
  return spawn(process.execPath, ['--enable-source-maps', script, ...parameters], {
    cwd: root,
    env: {
      MALLOC_ARENA_MAX: MALLOC_ARENAS,
      ...process.env,
      DATA_DIR: dataFolder,
      ...(database && { DATABASE_URL: database.url }),
      NODE_COMPILE_CACHE: inCheckout('dist', '.compile-cache'),
    },
    ...options,
  });
}
