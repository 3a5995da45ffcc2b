import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { RowContent, SheetRow, TargetKpi } from '#contracts';
import { CaseDesk } from '../case/case-desk';
import { KpiTrend } from '../targets/kpi-trend';
import { TargetPlan } from '../targets/target-plan';

/** The plan's target and the unit's own, side by side, with the KPI over its years. */
@Component({
  selector: 'kp-plan-beside',
  imports: [KpiTrend, TranslocoDirective],
  template: `
    @if (row().kpi; as kpi) {
      <div class="beside" *transloco="let t">
        <div class="beside__side">
          <p class="beside__label">{{ t('sheet.planTarget', { year: year() }) }}</p>
          <p class="beside__text">{{ kpi.planTarget }}</p>
          <p class="beside__note">{{ t('text.pair', { name: t('sheet.fiveYear'), value: kpi.fiveYearTarget }) }}</p>
          <p class="beside__note">KPI {{ kpi.kpiNo }} · {{ kpi.domain }}</p>
        </div>
        <div class="beside__side beside__side--own">
          <p class="beside__label">{{ t('sheet.ownTarget') }}</p>
          <p class="beside__text">{{ content().target || '—' }}</p>
        </div>
        @if (known(); as known) {
          <kp-kpi-trend class="beside__trend" [kpi]="known" [year]="year()" />
        }
      </div>
    }
  `,
})
export class PlanBeside {
  readonly row = input.required<SheetRow>();
  readonly content = input.required<RowContent>();
  readonly year = input.required<number>();

  protected readonly known = signal<TargetKpi | null>(null);
  private readonly plan = inject(TargetPlan);
  private readonly desk = inject(CaseDesk, { optional: true });
  private readonly kpiNo = computed(() => this.row().kpi?.kpiNo ?? null);

  constructor() {
    effect(() => {
      const kpiNo = this.kpiNo();
      if (kpiNo === null) return;
      // The trend is a comfort: where it cannot be read, the two targets still stand side by side.
      untracked(() => {
        this.plan.kpi(kpiNo, this.desk?.view()?.tenant?.code).then(
          (kpi) => this.known.set(kpi),
          () => undefined,
        );
      });
    });
  }
}
