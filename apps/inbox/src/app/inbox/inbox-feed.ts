import { Service, computed, inject, signal } from '@angular/core';
import type { InboxPage, InboxRow } from '#contracts';
import { Api } from '../http/api';
import { OpenWork } from '../shell/open-work';
import { inboxParams, type InboxQuery } from './inbox-query';

/** A task in 待办 and 已办, a case in 我发起. */
export function rowKey(row: Pick<InboxRow, 'taskId' | 'instanceId'>): string {
  return row.taskId ?? row.instanceId;
}

/** The rows of the inbox as far as they were read. The rows stay on the page while newer ones are fetched. */
@Service({ autoProvided: false })
export class InboxFeed {
  private readonly api = inject(Api);
  private readonly work = inject(OpenWork);
  private readonly first = signal<InboxPage | null>(null);
  private readonly later = signal<InboxRow[]>([]);
  private readonly cursor = signal<string | null>(null);
  private readonly gone = signal<ReadonlySet<string>>(new Set());
  private query: InboxQuery | null = null;
  private asked = 0;

  readonly isLoading = signal(true);
  readonly error = signal<unknown>(null);
  readonly counts = computed(() => this.first()?.counts ?? null);
  readonly facets = computed(() => this.first()?.facets ?? null);
  readonly hasMore = computed(() => this.cursor() !== null);
  readonly rows = computed(() => {
    const page = this.first();
    if (!page) return null;
    return [...page.rows, ...this.later()].filter((row) => !this.gone().has(rowKey(row)));
  });

  async show(query: InboxQuery): Promise<void> {
    const isOther = this.query?.tab !== query.tab;
    this.query = query;
    if (isOther) this.first.set(null);
    await this.fetchFirst(query);
  }

  /** Asks again; rows already read beyond the first page stay where they are. */
  async refresh(): Promise<void> {
    if (this.query) await this.fetchFirst(this.query);
  }

  async more(): Promise<void> {
    const cursor = this.cursor();
    if (!this.query || cursor === null || this.isLoading()) return;
    await this.ask(inboxParams(this.query, cursor), (page) => {
      this.later.update((rows) => [...rows, ...page.rows]);
      this.cursor.set(page.nextCursor);
    });
  }

  /** Takes decided rows away at once, before the server's next answer. */
  drop(keys: readonly string[]): void {
    this.gone.update((gone) => new Set([...gone, ...keys]));
  }

  private async fetchFirst(query: InboxQuery): Promise<void> {
    await this.ask(inboxParams(query, null), (page) => {
      this.first.set(page);
      this.later.set([]);
      this.gone.set(new Set());
      this.cursor.set(page.nextCursor);
      this.work.see(page.counts);
    });
  }

  private async ask(params: ReturnType<typeof inboxParams>, take: (page: InboxPage) => void): Promise<void> {
    const turn = ++this.asked;
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.api.get<InboxPage>('inbox', params);
      if (turn === this.asked) take(page);
    } catch (error) {
      if (turn === this.asked) this.error.set(error);
    } finally {
      if (turn === this.asked) this.isLoading.set(false);
    }
  }
}
