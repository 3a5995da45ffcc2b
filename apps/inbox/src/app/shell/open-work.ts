import { Service, signal } from '@angular/core';
import type { InboxPage } from '#contracts';

/** The inbox's counts as last seen, for the rail. */
@Service()
export class OpenWork {
  private readonly seen = signal<InboxPage['counts'] | null>(null);

  readonly counts = this.seen.asReadonly();

  see(counts: InboxPage['counts']): void {
    this.seen.set(counts);
  }

  forget(): void {
    this.seen.set(null);
  }
}
