import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView } from '#contracts';
import { isFilled } from '../form/field-text';
import { FieldValue } from '../form/field-value';
import type { Refusal } from '../http/refusal';
import { Failure } from '../surface/failure';
import { Say } from '../wording/say';

/** An answer that the server refused because the case had moved on. */
export interface Unsent {
  taskId: string;
  refusal: Refusal;
  opinion: string;
  data: Record<string, unknown>;
}

/** Why an answer came too late, and what had been typed for it, to be copied. */
@Component({
  selector: 'kp-unsent-work',
  imports: [Failure, FieldValue, Say, TranslocoDirective],
  template: `
    <section class="section unsent" *transloco="let t">
      <kp-failure [error]="unsent().refusal" />
      @if (unsent().opinion || typed().length) {
        <h3 class="section__title">{{ t('case.unsent') }}</h3>
        <dl class="facts">
          @if (unsent().opinion) {
            <div class="facts__row">
              <dt>{{ t('case.opinion') }}</dt>
              <dd>{{ unsent().opinion }}</dd>
            </div>
          }
          @for (one of typed(); track one.name) {
            <div class="facts__row">
              <dt>{{ one.field.title | say }}</dt>
              <dd><kp-field-value [field]="one.field" [value]="one.value" [units]="view().units" /></dd>
            </div>
          }
        </dl>
      }
      <div class="button-row">
        <button type="button" class="button button--small" (click)="dismissed.emit()">
          {{ t('case.unsentSeen') }}
        </button>
      </div>
    </section>
  `,
})
export class UnsentWork {
  readonly unsent = input.required<Unsent>();
  readonly view = input.required<CaseView>();
  readonly dismissed = output();

  protected readonly typed = computed(() =>
    Object.entries(this.unsent().data).flatMap(([name, value]) => {
      const field = this.view().fields[name];
      return field && isFilled(value) ? [{ name, field, value }] : [];
    }),
  );
}
