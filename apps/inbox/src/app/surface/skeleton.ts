import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

/** Rows of the real size that show after 300 ms, so a quick answer never flickers. */
@Component({
  selector: 'kp-skeleton',
  imports: [TranslocoDirective],
  template: `
    <div class="skeleton" [class.skeleton--block]="kind() === 'block'" *transloco="let t">
      <span class="visually-hidden" role="status">{{ t('state.loading') }}</span>
      @for (row of placeholders(); track row) {
        <div class="skeleton__row" aria-hidden="true"></div>
      }
    </div>
  `,
})
export class Skeleton {
  readonly rows = input(8);
  readonly kind = input<'rows' | 'block'>('rows');

  protected readonly placeholders = computed(() => Array.from({ length: this.rows() }, (_, index) => index));
}
