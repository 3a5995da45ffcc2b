import { Component, computed, inject, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { BulkAnswer, BulkResult } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Failure } from '../surface/failure';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';
import type { BulkOffer } from './bulk-offers';
import { Selection } from './selection';

/** One outcome and one opinion for all ticked rows. */
@Component({
  selector: 'kp-bulk-bar',
  imports: [Failure, Icon, Say, TranslocoDirective],
  templateUrl: './bulk-bar.html',
})
export class BulkBar {
  readonly answered = output<BulkResult>();

  protected readonly selection = inject(Selection);
  protected readonly chosen = signal<BulkOffer | null>(null);
  protected readonly opinion = signal('');
  protected readonly error = signal<unknown>(null);
  protected readonly isRefused = signal(false);
  protected readonly needsOpinion = computed(() => this.chosen()?.needs.includes('opinion') ?? false);
  protected readonly press = new Press();
  private readonly api = inject(Api);

  protected choose(offer: BulkOffer): void {
    this.isRefused.set(false);
    this.error.set(null);
    this.chosen.set(offer);
  }

  protected async send(): Promise<void> {
    const offer = this.chosen();
    this.isRefused.set(this.needsOpinion() && this.opinion().trim() === '');
    if (!offer || this.isRefused()) return;
    this.error.set(null);
    try {
      const body = this.answerTo(offer);
      const result = await this.press.run(body, (key) => this.api.post<BulkResult>('tasks/answers', body, key));
      if (!result) return;
      this.selection.remove(result.results.filter((one) => one.done).map((one) => one.taskId));
      if (result.results.every((one) => one.done)) this.opinion.set('');
      this.chosen.set(null);
      this.answered.emit(result);
    } catch (error) {
      this.error.set(error);
    }
  }

  private answerTo(offer: BulkOffer): BulkAnswer {
    const opinion = this.opinion().trim();
    const tasks = this.selection
      .rows()
      .flatMap((row) => (row.taskId ? [{ taskId: row.taskId, revision: row.revision }] : []));
    return { outcome: offer.event, tasks, ...(opinion ? { opinion } : {}) };
  }
}
