import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** CPU seconds that this machine has used up to now. */
export interface CpuReading {
  /** By everybody. */
  machine: number;
  /** By the bench: this process, what it started, and its PostgreSQL. */
  own: number;
}

interface ProcessFacts {
  parent: number;
  seconds: number;
}

/** Reads /proc; null on a machine that has none. `launcher` is the process under which everything of the bench runs. */
export function readCpu(launcher = process.ppid): CpuReading | null {
  try {
    const processes = new Map(
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .flatMap((pid) => factsOf(pid)),
    );
    let own = 0;
    for (const [pid, facts] of processes) if (isUnder(processes, pid, launcher)) own += facts.seconds;
    const [, user = 0, nice = 0, system = 0, , , irq = 0, soft = 0] =
      readFileSync('/proc/stat', 'utf8').split('\n')[0]?.split(/\s+/).map(Number) ?? [];
    return { machine: (user + nice + system + irq + soft) / TICKS_PER_SECOND, own };
  } catch {
    // No /proc here, or none that can be read.
    return null;
  }
}

function factsOf(pid: string): [number, ProcessFacts][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [, parent = 0] = fields.map(Number);
    // User and system time, its own and that of the children it has buried.
    const seconds = fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
    return [[Number(pid), { parent, seconds }]];
  } catch {
    // It ended between the two readings.
    return [];
  }
}

function isUnder(processes: Map<number, ProcessFacts>, pid: number, ancestor: number): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = processes.get(at)?.parent)
    if (at === ancestor) return true;
  return false;
}

/** What the bench used between two readings, and how many cores others took from it meanwhile. */
export function between(
  before: CpuReading | null,
  after: CpuReading | null,
  seconds: number,
): { ownSeconds: number; foreignCores: number } | null {
  if (!before || !after) return null;
  const ownSeconds = after.own - before.own;
  return { ownSeconds, foreignCores: Math.max(0, after.machine - before.machine - ownSeconds) / seconds };
}
