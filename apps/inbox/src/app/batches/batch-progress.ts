import { Component, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { BatchChanged, BatchView } from '#contracts';
import { Api } from '../http/api';
import { Press } from '../http/press';
import { Confirmations } from '../surface/confirmations';
import { Failure } from '../surface/failure';
import { Say } from '../wording/say';
import { Words } from '../wording/words';
import { Amount, Written } from '../wording/written';
import { BatchFailures } from './batch-failures';

type Act = 'pause' | 'resume' | 'cancel';

const OFFERED: Record<BatchView['status'], Act[]> = {
  running: ['pause', 'cancel'],
  paused: ['resume', 'cancel'],
  cancelled: [],
  done: [],
};

const MARKS: Record<BatchView['status'], string> = {
  running: 'state--running',
  paused: 'state--near',
  cancelled: '',
  done: 'state--done',
};

/** One batch: how far it has come, what failed, and what may be done about it. */
@Component({
  selector: 'kp-batch-progress',
  imports: [Amount, BatchFailures, Failure, Say, TranslocoDirective, Written],
  templateUrl: './batch-progress.html',
  host: { class: 'batch' },
})
export class BatchProgress {
  readonly batch = input.required<BatchView>();
  readonly changed = output();

  protected readonly offered = computed(() => OFFERED[this.batch().status]);
  protected readonly mark = computed(() => MARKS[this.batch().status]);
  protected readonly ended = computed(() => this.batch().total - this.batch().waiting);
  protected readonly error = signal<unknown>(null);
  protected readonly press = new Press();
  private readonly api = inject(Api);
  private readonly confirmations = inject(Confirmations);
  private readonly words = inject(Words);

  protected async give(act: Act): Promise<void> {
    const { batchId, waiting, title } = this.batch();
    if (act === 'cancel') {
      const confirm = this.words.of('batches.act.cancel');
      const text = this.words.of('batches.cancelText', { count: waiting, title: this.words.in(title) });
      if (!(await this.confirmations.ask({ title: confirm, text, confirm, isDanger: true }))) return;
    }
    const path = `batches/${batchId}/${act}`;
    this.error.set(null);
    try {
      await this.press.run({ path }, (key) => this.api.post<BatchChanged>(path, {}, key));
    } catch (error) {
      this.error.set(error);
    }
    this.changed.emit();
  }
}
