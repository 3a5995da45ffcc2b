import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ProposalResult } from '#contracts';
import { Icon } from '../surface/icon';

/** First passwords and tokens as they were drawn: here once, and never again. */
@Component({
  selector: 'kp-first-passwords',
  imports: [Icon, TranslocoDirective],
  template: `
    @if (result().passwords.length) {
      <section class="first-passwords" role="status" *transloco="let t">
        <h2 class="section__title"><kp-icon name="lock" />{{ t('accounts.passwords') }}</h2>
        <p class="section__text">{{ t('accounts.passwordsHelp') }}</p>
        <dl class="facts facts--dense">
          @for (one of result().passwords; track one.account) {
            <div class="facts__row">
              <dt>{{ one.account }}</dt>
              <dd>
                <code class="first-passwords__one">{{ one.password }}</code>
              </dd>
            </div>
          }
        </dl>
      </section>
    }
    @if (result().tokens.length) {
      <section class="first-passwords" role="status" *transloco="let t">
        <h2 class="section__title"><kp-icon name="lock" />{{ t('accounts.tokens') }}</h2>
        <p class="section__text">{{ t('accounts.tokensHelp') }}</p>
        <dl class="facts facts--dense">
          @for (one of result().tokens; track one.account) {
            <div class="facts__row">
              <dt>{{ one.account }}</dt>
              <dd>
                <code class="first-passwords__one">{{ one.token }}</code>
              </dd>
            </div>
          }
        </dl>
      </section>
    }
  `,
})
export class FirstPasswords {
  readonly result = input.required<ProposalResult>();
}
