import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Stopped } from '../stopped.mjs';

const capability = '+dac_override';

/**
 * PostgreSQL refuses to run as root. Resolves to how its programs run for a data folder: as this user, or, under root,
 * as the folder's owner or a system account without rights.
 */
export function accountFor(dataFolder, home) {
  if (process.getuid?.() !== 0) return { run: (program, parameters) => ({ program, parameters, as: {} }) };
  const { uid, gid } = ownerOf(dataFolder) ?? systemAccount();
  const as = { uid, gid };
  if ([dataFolder, home].every((place) => isReachable(place, uid))) {
    return { ...as, run: (program, parameters) => ({ program, parameters, as }) };
  }
  requireSetpriv(dataFolder);
  return { ...as, run: (program, parameters) => withReach(as, program, parameters) };
}

function ownerOf(folder) {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? stat : undefined;
}

function systemAccount() {
  return account('postgres') ?? createdAccount() ?? account('nobody');
}

function createdAccount() {
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'];
  spawnSync('useradd', flags, { stdio: 'ignore' });
  return account('postgres');
}

function account(name) {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  if (!line) return undefined;
  const [, , uid, gid] = line.split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

/** Whether an account may walk down to a place: a checkout under /root is closed to all but root. */
function isReachable(place, uid) {
  for (let folder = place; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat && stat.uid !== uid && (stat.mode & 0o001) === 0) return false;
  }
  return true;
}

/** The account's id with root's reach over folders: no more than the server beside it, which runs as root, has. */
function withReach({ uid, gid }, program, parameters) {
  const flags = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
  const reach = [`--inh-caps=${capability}`, `--ambient-caps=${capability}`];
  return { program: 'setpriv', parameters: [...flags, ...reach, program, ...parameters], as: {} };
}

function requireSetpriv(dataFolder) {
  const { status } = spawnSync('setpriv', [`--ambient-caps=${capability}`, `--inh-caps=${capability}`, 'true']);
  if (status === 0) return;
  throw new Stopped(
    `PostgreSQL 不以 root 运行，而其他账户进不到 ${dataFolder} 或项目目录：请换一个目录（例如 /opt），换一个用户，或设置 DATABASE_URL`,
    `PostgreSQL does not run as root, and no other account reaches ${dataFolder} or the project: use another folder (as /opt), another user, or DATABASE_URL`,
  );
}
