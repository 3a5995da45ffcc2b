import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

const FULL = 100;

/** How far the weights of the sheet add up to 100. */
@Component({
  selector: 'kp-weight-bar',
  imports: [TranslocoDirective],
  template: `
    <div class="weights" [class.weights--full]="left() === 0" *transloco="let t">
      <span class="weights__bar" aria-hidden="true"
        ><span class="weights__fill" [style.inline-size.%]="share()"></span
      ></span>
      <span class="weights__words">
        {{ t('sheet.weightSum', { sum: sum() }) }}
        @if (left() > 0) {
          · {{ t('sheet.weightLeft', { count: left() }) }}
        } @else if (left() < 0) {
          · {{ t('sheet.weightOver', { count: -left() }) }}
        }
      </span>
    </div>
  `,
})
export class WeightBar {
  readonly sum = input.required<number>();

  protected readonly left = computed(() => FULL - this.sum());
  protected readonly share = computed(() => Math.min(FULL, this.sum()));
}
