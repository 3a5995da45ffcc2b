const groups = new Set<ProcessGroup>();
// Whoever is stopped cannot see that the bench has ended.
process.once('exit', () => {
  for (const group of groups) group.goOn();
});

/** A process that leads a group of its own, and all that it started. */
export class ProcessGroup {
  constructor(private readonly leader: number) {
    groups.add(this);
  }

  /** Stops all of them where they stand. */
  stop(): void {
    this.#signal('SIGSTOP');
  }

  goOn(): void {
    this.#signal('SIGCONT');
  }

  /** They have ended. */
  forget(): void {
    groups.delete(this);
  }

  #signal(signal: NodeJS.Signals): void {
    if (groups.has(this)) process.kill(-this.leader, signal);
  }
}
