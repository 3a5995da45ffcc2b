import { Service, computed, inject, signal } from '@angular/core';
import type { ProposalPage } from '#contracts';
import { Api } from '../http/api';
import { Session } from '../session/session';

/** How many proposals wait for a decision, as whoever is signed in last saw, for the rail of those who decide. */
@Service()
export class WaitingProposals {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly seen = signal<{ by: string | undefined; open: number }>({ by: undefined, open: 0 });

  /** Of what another account saw before, nothing. */
  readonly count = computed(() => (this.seen().by === this.#account() ? this.seen().open : 0));

  see(open: number, by = this.#account()): void {
    this.seen.set({ by, open });
  }

  async refresh(): Promise<void> {
    const by = this.#account();
    this.see((await this.api.get<ProposalPage>('proposals', { status: 'open', limit: 1 })).open, by);
  }

  #account(): string | undefined {
    return this.session.who()?.accountId;
  }
}
