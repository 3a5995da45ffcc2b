import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { CaseView } from '#contracts';
import { FieldValue } from '../form/field-value';
import { Say } from '../wording/say';

/** What is known about the case, in the definition's order. */
@Component({
  selector: 'kp-case-facts',
  imports: [FieldValue, Say, TranslocoDirective],
  template: `
    @if (facts().length) {
      <section class="section" *transloco="let t">
        <h3 class="section__title">{{ t('case.facts') }}</h3>
        <dl class="facts">
          @for (fact of facts(); track fact.field) {
            <div class="facts__row">
              <dt>{{ view().fields[fact.field]?.title | say }}</dt>
              <dd>
                <kp-field-value [field]="view().fields[fact.field]" [value]="fact.value" [units]="view().units" />
              </dd>
            </div>
          }
        </dl>
      </section>
    }
  `,
})
export class CaseFacts {
  readonly view = input.required<CaseView>();
  /** Fields that stand on the page already. */
  readonly besides = input<readonly string[]>([]);

  protected readonly facts = computed(() => this.view().facts.filter((fact) => !this.besides().includes(fact.field)));
}
