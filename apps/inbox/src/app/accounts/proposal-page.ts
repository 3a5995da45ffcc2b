import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ProposalPage as Page, ProposalResult, ProposalView } from '#contracts';
import { Api } from '../http/api';
import { PagedRows } from '../http/paged-rows';
import { ProductClock } from '../shell/product-clock';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { FirstPasswords } from './first-passwords';
import { ProposalCard } from './proposal-card';
import { WaitingProposals } from './waiting-proposals';

const STATUSES = ['open', 'approved', 'refused', 'withdrawn'];

/** What administrators asked for: what waits for a decision first, and what was decided. */
@Component({
  selector: 'kp-proposal-page',
  imports: [Empty, Failure, FirstPasswords, ProposalCard, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './proposal-page.html',
})
export class ProposalPage {
  readonly status = input<string>();

  protected readonly made = signal<ProposalResult | null>(null);
  protected readonly chosen = computed(() => this.status() ?? 'open');
  protected readonly statuses = STATUSES;
  private readonly api = inject(Api);
  private readonly waiting = inject(WaitingProposals);
  protected readonly open = this.waiting.count;
  protected readonly list = new PagedRows<ProposalView, Page>(
    (beyond) => this.api.get<Page>('proposals', { status: this.chosen(), ...beyond }),
    (page) => this.waiting.see(page.open),
  );

  constructor() {
    const clock = inject(ProductClock);
    effect(() => {
      clock.moved();
      this.chosen();
      untracked(() => void this.list.fetch());
    });
  }

  protected async decided(result: ProposalResult): Promise<void> {
    this.made.set(result);
    await this.list.fetch();
  }
}
