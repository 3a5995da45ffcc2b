import { existsSync, readFileSync } from 'node:fs';

/** What PostgreSQL notes of itself in its data folder while it runs, or undefined. */
export function postmaster(folder) {
  const file = `${folder}/postmaster.pid`;
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), status: lines[7]?.trim() };
}
