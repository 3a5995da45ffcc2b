import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { SheetRow } from '#contracts';
import { Icon } from '../surface/icon';
import { Say, UnitName } from '../wording/say';
import { Written } from '../wording/written';

/** What was said about the target so far, and how the cooperating units answered. */
@Component({
  selector: 'kp-row-past',
  imports: [Icon, Say, TranslocoDirective, UnitName, Written],
  template: `
    <ng-container *transloco="let t">
      @if (row().countersigns.length) {
        <section class="row-detail__group">
          <h4 class="row-detail__title">{{ t('sheet.countersigns') }}</h4>
          <ul class="past" role="list">
            @for (one of row().countersigns; track one.unit.unitId) {
              <li class="past__one">
                <span class="past__who">{{ one.unit | unitName }}</span>
                @if (one.agrees === null) {
                  <span class="state">{{ t('sheet.noAnswer') }}</span>
                } @else {
                  <span [class]="one.agrees ? 'state state--agree' : 'state state--object'">
                    <kp-icon [name]="one.agrees ? 'check' : 'cross'" />
                    {{ t(one.agrees ? 'sheet.verdicts.agree' : 'sheet.verdicts.object') }}
                  </span>
                }
                @if (one.reason) {
                  <span class="past__text">{{ one.reason }}</span>
                }
              </li>
            }
          </ul>
        </section>
      }
      @if (row().verdicts.length) {
        <section class="row-detail__group">
          <h4 class="row-detail__title">{{ t('sheet.saidBefore') }}</h4>
          <ul class="past" role="list">
            @for (one of row().verdicts; track $index) {
              <li class="past__one">
                <span class="past__who">{{ one.by | say }}</span>
                <span [class]="'state state--' + one.verdict">{{ t('sheet.verdicts.' + one.verdict) }}</span>
                <time class="past__at">{{ one.at | written: 'moment' }}</time>
                @if (one.opinion) {
                  <span class="past__text">{{ one.opinion }}</span>
                }
              </li>
            }
          </ul>
        </section>
      }
    </ng-container>
  `,
})
export class RowPast {
  readonly row = input.required<SheetRow>();
}
