import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { RightsView, Text } from '#contracts';
import { UnitPicker } from '../form/unit-picker';
import { Api } from '../http/api';
import type { Query } from '../http/query';
import { ProductClock } from '../shell/product-clock';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { inLanguage, listedIn } from '../wording/in-language';
import { Language } from '../wording/language';
import { Say, UnitName } from '../wording/say';
import { Written } from '../wording/written';

/** Who can do what with a unit, an account or a case, now or on an earlier day, and why. */
@Component({
  selector: 'kp-rights-page',
  imports: [Empty, Failure, RouterLink, Say, Skeleton, TranslocoDirective, UnitName, UnitPicker, Written],
  templateUrl: './rights-page.html',
})
export class RightsPage {
  readonly unit = input<string>();
  readonly account = input<string>();
  readonly case = input<string>();
  readonly on = input<string>();

  protected readonly view = signal<RightsView | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isLoading = signal(false);
  protected readonly asked = computed<Query | null>(() => {
    const about = Object.entries({ unit: this.unit(), account: this.account(), case: this.case() }).find(
      ([, id]) => id,
    );
    if (!about) return null;
    const on = this.on();
    return { [about[0]]: about[1] ?? '', ...(on && { on }) };
  });
  /** Who reads from above, as the language lists them; null where nobody does. */
  protected readonly above = computed(() => {
    const { tenants, posts } = this.view()?.above ?? { tenants: [], posts: [] };
    const language = this.language.current();
    const listed = (names: Text[]): string =>
      listedIn(
        names.map((name) => inLanguage(name, language)),
        language,
      );
    return tenants.length > 0 ? { tenants: listed(tenants), posts: listed(posts) } : null;
  });
  private readonly api = inject(Api);
  private readonly language = inject(Language);
  private readonly router = inject(Router);
  private turn = 0;

  constructor() {
    const clock = inject(ProductClock);
    effect(() => {
      clock.moved();
      this.asked();
      untracked(() => void this.fetch());
    });
  }

  protected choose(unitIds: string[]): void {
    const [unit] = unitIds;
    if (unit) this.go({ unit, account: null, case: null });
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async fetch(): Promise<void> {
    const asked = this.asked();
    const turn = ++this.turn;
    this.error.set(null);
    this.view.set(null);
    if (!asked) return;
    this.isLoading.set(true);
    try {
      const view = await this.api.get<RightsView>('rights', asked);
      if (turn === this.turn) this.view.set(view);
    } catch (error) {
      if (turn === this.turn) this.error.set(error);
    } finally {
      if (turn === this.turn) this.isLoading.set(false);
    }
  }
}
