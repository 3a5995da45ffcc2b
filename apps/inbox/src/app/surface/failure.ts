import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { refusalFrom } from '../http/refusal';
import { Say } from '../wording/say';
import { Icon } from './icon';

/** What went wrong and how to mend it; offers to try again where that can help. */
@Component({
  selector: 'kp-failure',
  imports: [Icon, Say, TranslocoDirective],
  template: `
    <div class="failure" role="alert" *transloco="let t">
      <kp-icon name="info" />
      <div>
        <p class="failure__text">{{ refusal().detail | say }}</p>
        @if (problems().length) {
          <ul class="failure__list">
            @for (problem of problems(); track $index) {
              <li>{{ problem.message | say }}</li>
            }
          </ul>
        }
        @if (canRetry()) {
          <button type="button" class="button button--small" (click)="retry.emit()">{{ t('action.retry') }}</button>
        }
      </div>
    </div>
  `,
})
export class Failure {
  readonly error = input.required<unknown>();
  readonly canRetry = input(false);
  readonly retry = output();

  protected readonly refusal = computed(() => refusalFrom(this.error()));
  /** Of the fields, what the refusal itself does not say already. */
  protected readonly problems = computed(() =>
    this.refusal().errors.filter(({ message }) => message.zh !== this.refusal().detail.zh),
  );
}
