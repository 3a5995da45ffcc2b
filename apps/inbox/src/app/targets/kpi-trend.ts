import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { TargetKpi } from '#contracts';
import { Sparkline } from '../chart/sparkline';
import { Amount } from '../wording/written';
import { kpiGoal, kpiSeries } from './kpi-series';

/** A KPI over its years as a line, and the same figures as a small table. */
@Component({
  selector: 'kp-kpi-trend',
  imports: [Amount, Sparkline, TranslocoDirective],
  template: `
    @if (series().points.length) {
      <div class="trend" *transloco="let t">
        <kp-sparkline
          [points]="series().points"
          [goal]="goal()"
          [year]="year()"
          [label]="t('targets.trendOf', { name: kpi().indicator })"
        />
        <table class="trend__table">
          <caption class="visually-hidden">
            {{
              t('targets.trendOf', { name: kpi().indicator })
            }}
          </caption>
          <tr>
            @for (point of series().points; track point.year) {
              <th scope="col" [class.is-here]="point.year === year()">{{ point.year }}</th>
            }
          </tr>
          <tr>
            @for (point of series().points; track point.year) {
              <td [class.is-here]="point.year === year()">{{ point.value | amount }}</td>
            }
          </tr>
        </table>
        <span class="trend__unit">{{ series().unit }}</span>
      </div>
    }
  `,
})
export class KpiTrend {
  readonly kpi = input.required<TargetKpi>();
  readonly year = input<number | null>(null);

  protected readonly series = computed(() => kpiSeries(this.kpi()));
  protected readonly goal = computed(() => kpiGoal(this.kpi()));
}
