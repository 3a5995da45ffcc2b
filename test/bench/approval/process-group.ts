import type { ChildProcess } from 'node:child_process';

const groups: ProcessGroup[] = [];
// Whoever is stopped cannot see that the bench has ended.
process.once('exit', () => {
  for (const group of groups) group.goOn();
});

/** A process that was started `detached`, so that it leads a group of its own, and all that it started. */
export class ProcessGroup {
  constructor(private readonly leader: ChildProcess) {
    groups.push(this);
  }

  /** Stops all of them where they stand. */
  stop(): void {
    this.#signal('SIGSTOP');
  }

  goOn(): void {
    this.#signal('SIGCONT');
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid, exitCode, signalCode } = this.leader;
    // One that never started, or has ended, is no group's leader: its number would be that of another, or of ourselves.
    if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal);
  }
}
