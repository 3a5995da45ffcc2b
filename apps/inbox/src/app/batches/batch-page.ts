import { Component, DestroyRef, DOCUMENT, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { BatchPage as Page, BatchView } from '#contracts';
import { Api } from '../http/api';
import type { Query } from '../http/query';
import { Empty } from '../surface/empty';
import { Failure } from '../surface/failure';
import { Skeleton } from '../surface/skeleton';
import { BatchProgress } from './batch-progress';

const EVERY_MS = 2_000;

/** Many commands that were ordered as one: how far they have come, and the hand that stops them. */
@Component({
  selector: 'kp-batch-page',
  imports: [BatchProgress, Empty, Failure, Skeleton, TranslocoDirective],
  templateUrl: './batch-page.html',
})
export class BatchPage {
  protected readonly batches = signal<BatchView[] | null>(null);
  protected readonly cursor = signal<string | null>(null);
  protected readonly error = signal<unknown>(null);
  protected readonly isLoading = signal(false);
  private readonly api = inject(Api);
  private readonly document = inject(DOCUMENT);

  constructor() {
    void this.fetch();
    const timer = setInterval(() => void this.follow(), EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected async fetch(): Promise<void> {
    await this.ask({}, (page) => this.batches.set(page.rows));
  }

  protected async more(): Promise<void> {
    const cursor = this.cursor();
    if (cursor !== null)
      await this.ask({ cursor }, (page) => this.batches.update((rows) => [...(rows ?? []), ...page.rows]));
  }

  /** While something moves, and somebody looks. */
  private async follow(): Promise<void> {
    const isMoving = this.batches()?.some((batch) => batch.endedAt === null && batch.status !== 'paused') ?? false;
    if (!isMoving || this.isLoading() || this.document.hidden) return;
    // A miss is no news: the next look tells.
    const page = await this.api.get<Page>('batches').catch(() => null);
    const now = new Map(page?.rows.map((batch) => [batch.batchId, batch]));
    this.batches.update((rows) => rows?.map((batch) => now.get(batch.batchId) ?? batch) ?? null);
  }

  private async ask(params: Query, take: (page: Page) => void): Promise<void> {
    this.isLoading.set(true);
    this.error.set(null);
    try {
      const page = await this.api.get<Page>('batches', params);
      take(page);
      this.cursor.set(page.nextCursor);
    } catch (error) {
      this.error.set(error);
    } finally {
      this.isLoading.set(false);
    }
  }
}
