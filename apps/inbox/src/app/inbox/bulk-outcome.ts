import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { BulkResult } from '#contracts';
import { Icon } from '../surface/icon';
import { Say } from '../wording/say';

/** What became of each row; those that failed say why and stay ticked for another try. */
@Component({
  selector: 'kp-bulk-outcome',
  imports: [Icon, Say, TranslocoDirective],
  template: `
    <section class="bulk-outcome" aria-live="polite" *transloco="let t" [attr.aria-label]="t('bulk.result')">
      <div class="bulk-outcome__head">
        <p class="bulk-outcome__title">
          {{ t('bulk.done', { count: doneCount() }) }}
          @if (failed().length) {
            · {{ t('bulk.failed', { count: failed().length }) }}
          }
        </p>
        <button type="button" class="icon-button" (click)="dismissed.emit()">
          <kp-icon name="cross" /><span class="visually-hidden">{{ t('action.close') }}</span>
        </button>
      </div>
      <details [open]="failed().length > 0">
        <summary class="link">{{ t('bulk.each') }}</summary>
        <ul class="bulk-outcome__list">
          @for (one of ordered(); track one.taskId) {
            <li [class]="one.done ? 'bulk-outcome__row is-done' : 'bulk-outcome__row'">
              <kp-icon [name]="one.done ? 'check' : 'cross'" />
              <span>
                {{ one.title | say }}
                @if (one.done) {
                  @for (state of one.states; track $index) {
                    <span class="chip">{{ state | say }}</span>
                  }
                } @else {
                  <span class="bulk-outcome__reason">{{ t('bulk.notDone') }}{{ one.problem.detail | say }}</span>
                }
              </span>
            </li>
          }
        </ul>
      </details>
    </section>
  `,
})
export class BulkOutcome {
  readonly result = input.required<BulkResult>();
  readonly dismissed = output();

  protected readonly failed = computed(() => this.result().results.filter((one) => !one.done));
  protected readonly doneCount = computed(() => this.result().results.length - this.failed().length);
  protected readonly ordered = computed(() => [...this.failed(), ...this.result().results.filter((one) => one.done)]);
}
