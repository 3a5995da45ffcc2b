import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CasePage, CaseRow, DefinitionView } from '#contracts';
import { Definitions } from '../case/definitions';
import { Api } from '../http/api';
import type { Query } from '../http/query';
import { ProductClock } from '../shell/product-clock';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Skeleton } from '../surface/skeleton';
import { Language } from '../wording/language';
import { Say } from '../wording/say';
import { CaseTable } from './case-table';
import { WorkflowList } from './workflow-list';

const TYPING_PAUSE = 250;

/** All cases of a workflow, its columns made from the definition. */
@Component({
  selector: 'kp-case-list',
  imports: [CaseTable, Empty, Failure, Icon, RouterLink, Say, Skeleton, TranslocoDirective],
  templateUrl: './case-list.html',
})
export class CaseList {
  readonly workflow = input<string>();
  readonly state = input<string>();
  readonly q = input<string>();
  readonly status = input<string>();

  protected readonly workflows = inject(WorkflowList);
  protected readonly chosen = computed(() => this.workflow() ?? this.workflows.all()[0]?.workflow ?? null);
  protected readonly definition = signal<DefinitionView | null>(null);
  protected readonly page = signal<CasePage | null>(null);
  protected readonly later = signal<CaseRow[]>([]);
  protected readonly cursor = signal<string | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isLoading = signal(false);
  protected readonly rows = computed(() => [...(this.page()?.rows ?? []), ...this.later()]);
  protected readonly statuses = ['', 'running', 'suspended', 'done'];
  private readonly query = computed<Query | null>(
    () => {
      const workflow = this.chosen();
      if (workflow === null) return null;
      const said = { state: this.state(), q: this.q(), status: this.status() };
      return { workflow, limit: 50, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value)) };
    },
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly definitions = inject(Definitions);
  private readonly language = inject(Language);
  private pause: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor() {
    const clock = inject(ProductClock);
    this.workflows.read().catch((error: unknown) => this.error.set(error));
    effect(() => {
      clock.moved();
      if (this.query()) untracked(() => void this.fetch());
    });
    effect(() => {
      const version = this.workflows.all().find((one) => one.workflow === this.chosen())?.version;
      if (version !== undefined) untracked(() => void this.describe(version));
    });
  }

  protected search(event: Event, words: string): void {
    if (event instanceof InputEvent && event.isComposing) return;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.go({ q: words.trim() || null }), TYPING_PAUSE);
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async fetch(): Promise<void> {
    await this.ask({}, (page) => {
      this.page.set(page);
      this.later.set([]);
    });
  }

  protected async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null) await this.ask({ cursor }, (page) => this.later.update((rows) => [...rows, ...page.rows]));
  }

  private async ask(beyond: Query, take: (page: CasePage) => void): Promise<void> {
    const turn = ++this.asked;
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.api.get<CasePage>('cases', { ...this.query(), ...beyond });
      if (turn !== this.asked) return;
      take(page);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      if (turn === this.asked) this.error.set(error);
    } finally {
      if (turn === this.asked) this.isLoading.set(false);
    }
  }

  private async describe(version: number): Promise<void> {
    try {
      this.definition.set(await this.definitions.of(this.chosen() ?? '', version, this.language.current()));
    } catch (error) {
      this.error.set(error);
    }
  }
}
