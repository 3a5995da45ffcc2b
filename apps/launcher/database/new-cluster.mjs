import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { runKept } from '../processes.mjs';
import { Stopped } from '../stopped.mjs';
import { accountFor } from './account.mjs';
import { binaries, environment } from './binaries.mjs';

// Code point order with Unicode's upper and lower case, the same on every machine.
const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** The role that reads and writes rows and owns nothing; the owner of the tables takes it for the time of its work. */
const applicationRole = [
  `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kaoping_app') THEN CREATE ROLE kaoping_app NOLOGIN; END IF; END $$`,
  'GRANT kaoping_app TO kaoping WITH INHERIT FALSE, SET TRUE',
];

/** Makes a cluster with the role and database `kaoping`; the folder appears only when it is whole. */
export async function createCluster({ folder, password, flags = [] }) {
  const fresh = `${folder}.new`;
  const passwordFile = `${fresh}.password`;
  const { home, initdb, postgres } = binaries();
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const account = accountFor(fresh, home);
  for (const place of [fresh, passwordFile]) giveTo(account, place);
  try {
    const access = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-instructions'];
    await runAs(account, initdb, ['-D', fresh, ...access, ...locale, ...flags]);
    const statements = [
      `CREATE ROLE kaoping LOGIN CREATEDB PASSWORD '${password}'`,
      ...applicationRole,
      'CREATE DATABASE kaoping OWNER kaoping',
    ];
    await runAs(account, postgres, ['--single', '-D', fresh, 'postgres'], `${statements.join('\n')}\n`);
  } finally {
    rmSync(passwordFile);
  }
  renameSync(fresh, folder);
}

/** Adds the application's role to a cluster that was made before there was one; the cluster must not be running. */
export async function addApplicationRole(folder) {
  const { home, postgres } = binaries();
  const account = accountFor(folder, home);
  await runAs(account, postgres, ['--single', '-D', folder, 'postgres'], `${applicationRole.join('\n')}\n`);
}

async function runAs(account, command, flags, input) {
  const { program, parameters, as } = account.run(command, flags);
  const { code, output } = await runKept(program, parameters, { input, env: environment, ...as });
  if (code === 0 && !/\b(ERROR|FATAL):/.test(output)) return;
  throw new Stopped('建立 PostgreSQL 数据目录失败', 'making the PostgreSQL data folder failed', output);
}

function giveTo({ uid, gid }, place) {
  if (uid !== undefined) chownSync(place, uid, gid);
}
