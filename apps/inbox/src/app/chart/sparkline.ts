import { Component, computed, input } from '@angular/core';
import { writtenNumber } from '../wording/dates';
import { sparkOf, type SparkPoint } from './sparkline-geometry';

const BOX = { width: 112, height: 32, margin: 5 };

/** A KPI over its years; the same figures stand in the table beside it. */
@Component({
  selector: 'kp-sparkline',
  template: `
    @if (points().length > 1 && spark(); as spark) {
      <svg class="spark" role="img" [attr.viewBox]="viewBox" [attr.aria-label]="label() + ' ' + words()">
        @if (spark.goalY !== null) {
          <line class="spark__goal" x1="0" [attr.x2]="box.width" [attr.y1]="spark.goalY" [attr.y2]="spark.goalY" />
        }
        <path class="spark__line" [attr.d]="spark.line" />
        @for (dot of spark.dots; track dot.year) {
          <circle
            [attr.class]="dot.year === year() ? 'spark__dot spark__dot--here' : 'spark__dot'"
            [attr.cx]="dot.x"
            [attr.cy]="dot.y"
            [attr.r]="dot.year === year() ? 3.2 : 2"
          />
        }
      </svg>
    }
  `,
})
export class Sparkline {
  readonly points = input.required<readonly SparkPoint[]>();
  readonly goal = input<number | null>(null);
  /** The year that the page is about. */
  readonly year = input<number | null>(null);
  readonly label = input('');

  protected readonly box = BOX;
  protected readonly viewBox = `0 0 ${BOX.width} ${BOX.height}`;
  protected readonly spark = computed(() => sparkOf(this.points(), this.goal(), BOX));
  protected readonly words = computed(() =>
    this.points()
      .map((point) => `${point.year}: ${writtenNumber(point.value)}`)
      .join(', '),
  );
}
