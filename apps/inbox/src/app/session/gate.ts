import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { DisplayMenu } from '../shell/display-menu';
import { LanguageSwitch } from '../shell/language-switch';
import { Icon } from '../surface/icon';

/** The frame of what is seen before one is signed in: a card with the product's name, and what stands beside it. */
@Component({
  selector: 'kp-gate',
  imports: [DisplayMenu, Icon, LanguageSwitch, TranslocoDirective],
  template: `
    <div class="gate" *transloco="let t">
      <header class="gate__tools">
        <kp-language-switch />
        <kp-display-menu [hasShortcuts]="false" />
      </header>
      <main class="gate__main">
        <section class="gate__card" [class.gate__card--wide]="isWide()" aria-labelledby="gate-title">
          <div class="gate__brand">
            <span class="brand__seal" aria-hidden="true"><kp-icon name="check" /></span>
            <span class="gate__name">{{ t('product.name') }}</span>
            <span class="gate__claim">{{ t('product.claim') }}</span>
          </div>
          <h1 class="gate__title" id="gate-title">{{ title() }}</h1>
          <ng-content />
        </section>
        <ng-content select="[beside]" />
      </main>
    </div>
  `,
})
export class Gate {
  readonly title = input.required<string>();
  readonly isWide = input(false);
}
