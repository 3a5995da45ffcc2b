import { Service, inject } from '@angular/core';
import type { TargetKpi, TargetTree } from '#contracts';
import { Api } from '../http/api';

/** The plan's KPIs over their years, fetched once for all who show a trend. */
@Service()
export class TargetPlan {
  private readonly api = inject(Api);
  private kept: Promise<TargetTree> | null = null;

  async kpi(kpiNo: string): Promise<TargetKpi | null> {
    const tree = await this.tree();
    return tree.domains.flatMap((domain) => domain.kpis).find((kpi) => kpi.kpiNo === kpiNo) ?? null;
  }

  fresh(): Promise<TargetTree> {
    this.kept = null;
    return this.tree();
  }

  private async tree(): Promise<TargetTree> {
    this.kept ??= this.api.get<TargetTree>('targets');
    try {
      return await this.kept;
    } catch (error) {
      // A failure is not kept: the next reader asks again.
      this.kept = null;
      throw error;
    }
  }
}
