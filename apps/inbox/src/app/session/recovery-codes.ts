import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

/** Codes that are shown this once, to be kept on paper. */
@Component({
  selector: 'kp-recovery-codes',
  imports: [TranslocoDirective],
  template: `
    <div class="stack" *transloco="let t">
      <h2 class="section__title">{{ t('factor.codes') }}</h2>
      <p class="section__text">{{ t('factor.codesHelp') }}</p>
      <ul class="recovery-codes" role="list" [attr.aria-label]="t('factor.codes')">
        @for (code of codes(); track code) {
          <li>{{ code }}</li>
        }
      </ul>
    </div>
  `,
})
export class RecoveryCodes {
  readonly codes = input.required<string[]>();
}
