import { readFile, writeFile } from 'node:fs/promises';

/** Memory of a process in MB: what it holds now, and the most that it held since `forgetPeak`. */
export interface Resident {
  now: number;
  peak: number;
}

/** Reads /proc, so on Linux alone. */
export async function resident(pid: number): Promise<Resident> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number =>
    (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024) / 1e6;
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

/** The peak counts from here on. */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}
