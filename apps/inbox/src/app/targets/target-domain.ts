import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { TargetTree } from '#contracts';
import { KpiCard } from './kpi-card';

/** The KPIs of one domain of the plan. */
@Component({
  selector: 'kp-target-domain',
  imports: [KpiCard, TranslocoDirective],
  template: `
    <section class="domain" *transloco="let t" [attr.aria-labelledby]="id()">
      <h2 class="domain__title" [id]="id()">
        {{ domain().domain }}
        <span class="section__count">{{ t('targets.kpiCount', { count: domain().kpis.length }) }}</span>
      </h2>
      <div class="domain__kpis">
        @for (kpi of domain().kpis; track kpi.kpiNo) {
          <kp-kpi-card [kpi]="kpi" [year]="year()" />
        }
      </div>
    </section>
  `,
})
export class TargetDomain {
  readonly domain = input.required<TargetTree['domains'][number]>();
  readonly year = input.required<number>();

  protected readonly id = computed(() => `domain-${this.domain().domain}`);
}
