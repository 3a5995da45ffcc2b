import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { TargetKpi } from '#contracts';
import { KpiTrend } from './kpi-trend';
import { KpiUnit } from './kpi-unit';

const SHOWN_UNITS = 4;

/** One KPI: its five-year target, the year's target, its trend, and who carries it. */
@Component({
  selector: 'kp-kpi-card',
  imports: [KpiTrend, KpiUnit, TranslocoDirective],
  templateUrl: './kpi-card.html',
})
export class KpiCard {
  readonly kpi = input.required<TargetKpi>();
  readonly year = input.required<number>();

  protected readonly now = computed(() => this.kpi().years.find((one) => one.year === this.year()) ?? null);
  protected readonly units = computed(() => this.now()?.units ?? []);
  protected readonly first = computed(() => this.units().slice(0, SHOWN_UNITS));
  protected readonly rest = computed(() => this.units().slice(SHOWN_UNITS));
  protected readonly issued = computed(() => this.units().filter((unit) => unit.issued).length);
}
