import { Service, inject, signal } from '@angular/core';
import type { ProposalPage } from '#contracts';
import { Api } from '../http/api';

/** How many proposals wait for a decision, as last seen, for the rail of those who decide. */
@Service()
export class WaitingProposals {
  private readonly api = inject(Api);
  private readonly seen = signal(0);

  readonly count = this.seen.asReadonly();

  see(open: number): void {
    this.seen.set(open);
  }

  async refresh(): Promise<void> {
    this.see((await this.api.get<ProposalPage>('proposals', { status: 'open', limit: 1 })).open);
  }
}
