import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { TargetTree } from '#contracts';
import { AddressFilters } from '../form/address-filters';
import { Session } from '../session/session';
import { ProductClock } from '../shell/product-clock';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Say } from '../wording/say';
import { DeclareSheet } from './declare-sheet';
import { matchingTree } from './matching-tree';
import { OpenYear } from './open-year';
import { SpecialTargets } from './special-targets';
import { TargetDomain } from './target-domain';
import { TargetPlan } from './target-plan';

/** The target list: domain → KPI → yearly targets → units. */
@Component({
  selector: 'kp-target-page',
  imports: [
    DeclareSheet,
    Empty,
    Failure,
    Icon,
    OpenYear,
    Say,
    Skeleton,
    SpecialTargets,
    TargetDomain,
    TranslocoDirective,
  ],
  templateUrl: './target-page.html',
})
export class TargetPage {
  /** Bound from the address. */
  readonly q = input<string>();
  /** Code of a tenant below, whose plan is shown; bound from the address. */
  readonly tenant = input<string>();

  protected readonly session = inject(Session);
  protected readonly filters = new AddressFilters();
  protected readonly isOwn = computed(() => !this.tenant() || this.tenant() === this.session.who()?.tenant.code);
  protected readonly tree = signal<TargetTree | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly words = linkedSignal(() => this.q() ?? '');
  protected readonly year = linkedSignal<number | null>(() => this.clockYear() ?? this.tree()?.years[0] ?? null);
  protected readonly shown = computed(() => {
    const tree = this.tree();
    return tree ? matchingTree(tree, this.words()) : null;
  });
  private turn = 0;
  private readonly clock = inject(ProductClock);
  private readonly plan = inject(TargetPlan);
  private readonly clockYear = computed(() => {
    const year = Number(this.clock.now()?.today.slice(0, 4));
    return this.tree()?.years.includes(year) ? year : null;
  });

  constructor() {
    effect(() => {
      this.clock.moved();
      this.tenant();
      untracked(() => void this.fetch());
    });
  }

  protected async fetch(): Promise<void> {
    const turn = ++this.turn;
    this.error.set(null);
    try {
      const tree = await this.plan.fresh(this.tenant());
      // An answer that comes late is of a tenant that is no longer the chosen one.
      if (turn === this.turn) this.tree.set(tree);
    } catch (error) {
      if (turn === this.turn) this.error.set(error);
    }
  }
}
