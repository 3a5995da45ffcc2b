import { Service, inject } from '@angular/core';
import type { TargetKpi, TargetTree } from '#contracts';
import { Api } from '../http/api';
import { Session } from '../session/session';

/** The plan's KPIs over their years, fetched once for all pages that show a trend; whoever signs in next has another plan. */
@Service()
export class TargetPlan {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly kept = new Map<string, Promise<TargetTree>>();

  /** `tenant`: code of a tenant below, whose plan is read. */
  async kpi(kpiNo: string, tenant = ''): Promise<TargetKpi | null> {
    const tree = await this.tree(tenant);
    return tree.domains.flatMap((domain) => domain.kpis).find((kpi) => kpi.kpiNo === kpiNo) ?? null;
  }

  fresh(tenant = ''): Promise<TargetTree> {
    this.kept.delete(this.keyOf(tenant));
    return this.tree(tenant);
  }

  private async tree(tenant: string): Promise<TargetTree> {
    const key = this.keyOf(tenant);
    const asked = this.kept.get(key) ?? this.api.get<TargetTree>('targets', tenant === '' ? {} : { tenant });
    this.kept.set(key, asked);
    try {
      return await asked;
    } catch (error) {
      // A failure is not kept: the next reader asks again.
      this.kept.delete(key);
      throw error;
    }
  }

  private keyOf(tenant: string): string {
    return `${this.session.who()?.accountId ?? ''} ${tenant}`;
  }
}
