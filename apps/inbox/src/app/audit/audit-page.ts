import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import {
  OBJECT_KINDS,
  OPERATION_ACTIONS,
  type AuditPage as Page,
  type ChainView,
  type OperationView,
} from '#contracts';
import { Api } from '../http/api';
import type { Query } from '../http/query';
import { deviceName } from '../session/device-name';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Say } from '../wording/say';
import { Amount, Written } from '../wording/written';
import { queryOf } from './audit-query';

const TYPING_PAUSE = 250;
const ACTIONS: readonly string[] = OPERATION_ACTIONS;
const KINDS: readonly string[] = OBJECT_KINDS;

/** Who did what, from where: the operation log with filters and export, and how far it is proved. */
@Component({
  selector: 'kp-audit-page',
  imports: [Amount, Empty, Failure, Icon, Say, Skeleton, TranslocoDirective, Written],
  templateUrl: './audit-page.html',
})
export class AuditPage {
  /** Days, `YYYY-MM-DD`, the last one included. */
  readonly from = input<string>();
  readonly to = input<string>();
  readonly actor = input<string>();
  readonly action = input<string>();
  readonly object = input<string>();
  readonly outcome = input<string>();

  protected readonly actions = OPERATION_ACTIONS;
  protected readonly outcomes = ['', 'done', 'refused'];
  protected readonly deviceName = deviceName;
  protected readonly rows = signal<OperationView[] | null>(null);
  protected readonly chain = signal<ChainView | null>(null);
  protected readonly cursor = signal<string | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isLoading = signal(false);
  protected readonly isFiltered = computed(() => Object.keys(this.query()).length > 0);
  protected readonly exportAddress = computed(
    () => `/api/audit/export?${new URLSearchParams(this.query()).toString()}`,
  );
  private readonly query = computed(
    () =>
      queryOf({
        from: this.from(),
        to: this.to(),
        actor: this.actor(),
        action: this.action(),
        object: this.object(),
        outcome: this.outcome(),
      }),
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private pause: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor() {
    effect(() => {
      this.query();
      untracked(() => void this.fetch());
    });
  }

  /** The word for it, where there is one. */
  protected wordOf(action: string): string | null {
    return ACTIONS.includes(action) ? `audit.action.${action.replace('.', '-')}` : null;
  }

  protected kindWordOf(kind: string): string | null {
    return KINDS.includes(kind) ? `audit.kind.${kind}` : null;
  }

  protected detailsOf({ details }: OperationView): { name: string; value: string }[] {
    return Object.entries(details).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }));
  }

  protected type(event: Event, name: 'actor' | 'object', words: string): void {
    if (event instanceof InputEvent && event.isComposing) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.go({ [name]: words.trim() || null }), TYPING_PAUSE);
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected clear(): void {
    void this.router.navigate([], { queryParams: {}, replaceUrl: true });
  }

  protected fetch(): Promise<void> {
    return this.ask({}, (page) => this.rows.set(page.rows));
  }

  protected async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null)
      await this.ask({ cursor }, (page) => this.rows.update((rows) => [...(rows ?? []), ...page.rows]));
  }

  private async ask(beyond: Query, take: (page: Page) => void): Promise<void> {
    const turn = ++this.asked;
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.api.get<Page>('audit', { ...this.query(), ...beyond });
      if (turn !== this.asked) return;
      take(page);
      this.cursor.set(page.nextCursor);
      this.chain.set(page.chain);
    } catch (error) {
      if (turn === this.asked) this.error.set(error);
    } finally {
      if (turn === this.asked) this.isLoading.set(false);
    }
  }
}
