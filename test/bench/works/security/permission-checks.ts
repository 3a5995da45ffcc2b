import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchRun } from '../../run.js';
import type { Asked, Checked } from './checking-process.js';

const FULL: Asked = { rounds: 5, checks: 1_000_000 };
const QUICK: Asked = { rounds: 1, checks: 50_000 };
const main = fileURLToPath(new URL('checking-process.js', import.meta.url));

/** What one check of a permission takes, in a process that does nothing else. */
export async function permissionChecks(run: BenchRun): Promise<void> {
  const { rounds, checks } = run.isQuick ? QUICK : FULL;
  const child = fork(main, [String(rounds), String(checks)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const died = once(child, 'exit').then(([code]: unknown[]) => {
    throw new Error(`the process that checks permissions ended with ${String(code)}`);
  });
  died.catch(() => undefined);
  const [measured] = (await Promise.race([once(child, 'message'), died])) as [Checked];
  for (const [subject, found] of Object.entries(measured)) {
    const row = { subject, work: 'permission', unit: 'µs', clients: 0 };
    run.add({ ...row, metric: 'check', rounds: found.map(({ clock }) => clock) });
    run.add({ ...row, metric: 'check-cpu', rounds: found.map(({ cpu }) => cpu) });
  }
}
