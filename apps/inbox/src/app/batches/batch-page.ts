import { Component, DestroyRef, DOCUMENT, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { BatchPage as Page, BatchView } from '#contracts';
import { Api } from '../http/api';
import { PagedRows } from '../http/paged-rows';
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
  private readonly api = inject(Api);
  protected readonly list = new PagedRows<BatchView, Page>((beyond) => this.api.get<Page>('batches', beyond));
  private readonly document = inject(DOCUMENT);

  constructor() {
    void this.list.fetch();
    const timer = setInterval(() => void this.follow(), EVERY_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** While something moves, and somebody looks. */
  private async follow(): Promise<void> {
    const isMoving = this.list.rows()?.some((batch) => batch.endedAt === null && batch.status !== 'paused') ?? false;
    if (!isMoving || this.list.isLoading() || this.document.hidden) return;
    // A miss is no news: the next look tells.
    const page = await this.api.get<Page>('batches').catch(() => null);
    const now = new Map(page?.rows.map((batch) => [batch.batchId, batch]));
    this.list.rows.update((rows) => rows?.map((batch) => now.get(batch.batchId) ?? batch) ?? null);
  }
}
