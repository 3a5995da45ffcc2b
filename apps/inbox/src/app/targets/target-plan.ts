import { Service, inject } from '@angular/core';
import type { TargetKpi, TargetTree } from '#contracts';
import { Api } from '../http/api';

/** The plan's KPIs over their years, fetched once for all who show a trend. */
@Service()
export class TargetPlan {
  private readonly api = inject(Api);
  private readonly kept = new Map<string, Promise<TargetTree>>();

  /** `tenant`: code of a tenant below, whose plan is read. */
  async kpi(kpiNo: string, tenant = ''): Promise<TargetKpi | null> {
    const tree = await this.tree(tenant);
    return tree.domains.flatMap((domain) => domain.kpis).find((kpi) => kpi.kpiNo === kpiNo) ?? null;
  }

  fresh(tenant = ''): Promise<TargetTree> {
    this.kept.delete(tenant);
    return this.tree(tenant);
  }

  private async tree(tenant: string): Promise<TargetTree> {
    const asked = this.kept.get(tenant) ?? this.api.get<TargetTree>('targets', tenant === '' ? {} : { tenant });
    this.kept.set(tenant, asked);
    try {
      return await asked;
    } catch (error) {
      // A failure is not kept: the next reader asks again.
      this.kept.delete(tenant);
      throw error;
    }
  }
}
