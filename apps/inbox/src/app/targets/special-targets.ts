import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { TargetTree } from '#contracts';
import { UnitNames } from '../wording/say';

/** The plan's special targets, with who leads them and how they are assessed. */
@Component({
  selector: 'kp-special-targets',
  imports: [TranslocoDirective, UnitNames],
  template: `
    <section class="domain" *transloco="let t" aria-labelledby="specials">
      <h2 class="domain__title" id="specials">
        {{ t('targets.specials') }} <span class="section__count">{{ targets().length }}</span>
      </h2>
      <ul class="specials" role="list">
        @for (one of targets(); track one.targetNo) {
          <li>
            <details class="special">
              <summary class="special__head">
                <span class="kpi__no">{{ one.targetNo }}</span>
                <span class="special__name">{{ one.name }}</span>
                <span class="special__units">{{ one.leadUnits | unitNames }}</span>
              </summary>
              <p class="special__text">{{ one.content }}</p>
              <p class="special__methods">
                @for (method of one.methods; track method) {
                  <span class="chip">{{ method }}</span>
                }
              </p>
            </details>
          </li>
        }
      </ul>
    </section>
  `,
})
export class SpecialTargets {
  readonly targets = input.required<TargetTree['specials']>();
}
