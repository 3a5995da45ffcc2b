import {
  Component,
  DOCUMENT,
  DestroyRef,
  type ElementRef,
  computed,
  effect,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { BulkResult, InboxRow } from '#contracts';
import { CasePanel } from '../case/case-panel';
import { Shortcuts } from '../keyboard/shortcuts';
import { ProductClock } from '../shell/product-clock';
import { Announcements } from '../surface/announcements';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { Words } from '../wording/words';
import { BulkBar } from './bulk-bar';
import { BulkOutcome } from './bulk-outcome';
import { InboxFeed, rowKey } from './inbox-feed';
import { InboxFilters } from './inbox-filters';
import { InboxList } from './inbox-list';
import { InboxOverview } from './inbox-overview';
import { inboxQuery, isFiltered } from './inbox-query';
import { InboxTabs } from './inbox-tabs';
import { Selection } from './selection';

/** Two panes: the list, and the matter being read. */
@Component({
  selector: 'kp-inbox-page',
  imports: [
    BulkBar,
    BulkOutcome,
    CasePanel,
    Empty,
    Failure,
    InboxFilters,
    InboxList,
    InboxOverview,
    InboxTabs,
    Skeleton,
    TranslocoDirective,
  ],
  providers: [InboxFeed, Selection],
  templateUrl: './inbox-page.html',
})
export class InboxPage {
  readonly tab = input<string>();
  readonly q = input<string>();
  readonly workflow = input<string>();
  readonly state = input<string>();
  readonly due = input<string>();
  readonly case = input<string>();
  readonly task = input<string>();

  protected readonly feed = inject(InboxFeed);
  protected readonly selection = inject(Selection);
  protected readonly result = signal<BulkResult | null>(null);
  protected readonly query = computed(
    () => inboxQuery({ tab: this.tab(), q: this.q(), workflow: this.workflow(), state: this.state(), due: this.due() }),
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  );
  protected readonly isFiltered = computed(() => isFiltered(this.query()));
  protected readonly openKey = computed(() => this.task() ?? this.case() ?? null);
  protected readonly known = computed(() => {
    const counts = this.feed.counts();
    const facets = this.feed.facets();
    return counts && facets ? { counts, facets } : null;
  });
  protected readonly totals = computed(() => {
    const counts = this.feed.counts();
    if (!counts || this.isFiltered()) return {};
    return { overdue: counts.overdue, near: counts.near };
  });
  protected readonly overview = computed(() => {
    const known = this.known();
    return this.query().tab === 'todo' && known && known.counts.todo > 0 ? known : null;
  });
  private readonly list = viewChild(InboxList);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  private readonly panel = viewChild<CasePanel>('panel');
  private readonly router = inject(Router);
  private readonly announcements = inject(Announcements);
  private readonly words = inject(Words);
  private readonly document = inject(DOCUMENT);

  constructor() {
    const clock = inject(ProductClock);
    effect(() => {
      const query = this.query();
      clock.moved();
      untracked(() => void this.feed.show(query));
    });
    effect(() => {
      this.query();
      untracked(() => this.selection.clear());
    });
    this.listenToKeys(inject(Shortcuts), inject(DestroyRef));
  }

  protected open(row: Pick<InboxRow, 'instanceId' | 'taskId'>): void {
    void this.go({ case: row.instanceId, task: row.taskId });
  }

  protected async close(): Promise<void> {
    const key = this.openKey();
    await this.go({ case: null, task: null });
    // The panel took the focus away with it: reading goes on at its row.
    setTimeout(() => {
      if (key !== null && this.document.activeElement === this.document.body) this.list()?.focus(key);
    });
  }

  /** Reads on: the list stays where it was, and the row below opens. */
  protected async goOn(): Promise<void> {
    const key = this.openKey();
    void this.refresh();
    if (key === null || this.query().tab !== 'todo') return;
    const next = this.list()?.after(key) ?? null;
    this.feed.drop([key]);
    await this.go({ case: next?.instanceId ?? null, task: next?.taskId ?? null });
    if (next) this.list()?.focus(rowKey(next));
    else this.heading().nativeElement.focus();
  }

  protected takeResult(result: BulkResult): void {
    this.result.set(result);
    this.feed.drop(result.results.filter((one) => one.done).map((one) => one.taskId));
    void this.refresh();
  }

  // Once everything under a filter is decided there is nothing more to see through it: the rest of the work comes back.
  private async refresh(): Promise<void> {
    const query = this.query();
    await this.feed.refresh();
    if (query !== this.query() || !isFiltered(query) || this.feed.error() || this.feed.rows()?.length !== 0) return;
    this.announcements.say(this.words.of('inbox.filterDone'), 'plain');
    await this.go({ q: null, workflow: null, state: null, due: null });
  }

  private go(queryParams: Record<string, string | null>): Promise<boolean> {
    return this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }

  private listenToKeys(keys: Shortcuts, destroyed: DestroyRef): void {
    keys.on('next', () => this.list()?.walk(1), destroyed);
    keys.on('previous', () => this.list()?.walk(-1), destroyed);
    keys.on('mark', () => this.list()?.markHere(), destroyed);
    keys.on('open', () => this.list()?.openHere(), destroyed);
    keys.on('decide', () => this.panel()?.decide(), destroyed);
    keys.on('close', () => void this.close(), destroyed);
  }
}
