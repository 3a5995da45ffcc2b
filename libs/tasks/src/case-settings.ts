import { Injectable } from '@nestjs/common';
import type { WorkingCalendar } from '#calendar';
import type { TenantRef, UnitRef } from '#contracts';
import { CalendarSource, DefinitionLibrary } from '#engine';
import { Organisation, Tenants } from '#organisation';
import { Database } from '#platform';
import type { Chart } from '#statechart';
import { readerIn, type Reader } from './reader.js';

/** What the cases of one tenant are shown with. */
export interface Setting {
  reader: Reader;
  /** Null for the reader's own. */
  tenant: TenantRef | null;
  newest: Chart;
  calendar: WorkingCalendar;
  units: Map<string, UnitRef>;
}

/** A case whose tenant and unit are to be shown. */
interface Placed {
  tenant_id: string;
  unit_id: string | null;
}

/** Each tenant has its own definitions, calendar and units. They are asked for together, however many tenants a list goes over. */
@Injectable()
export class CaseSettings {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly organisation: Organisation,
    private readonly tenants: Tenants,
    private readonly calendars: CalendarSource,
  ) {}

  /** The newest version of a workflow, by tenant; those that never published it are left out. */
  async versions(tenantIds: readonly string[], workflow: string): Promise<Map<string, number>> {
    const rows = await this.database.query<{ tenantId: string; version: number }>(
      `SELECT tenant_id AS "tenantId", max(version) AS version FROM definitions WHERE tenant_id = ANY ($1) AND workflow = $2 GROUP BY tenant_id`,
      [tenantIds, workflow],
    );
    return new Map(rows.map(({ tenantId, version }) => [tenantId, version]));
  }

  /** The newest chart of the workflow in each of these tenants. */
  async charts(
    tenantIds: Iterable<string>,
    workflow: string,
    versions: Map<string, number>,
  ): Promise<Map<string, Chart>> {
    const charts = [...new Set(tenantIds)].map(async (tenantId): Promise<[string, Chart]> => {
      const version = versions.get(tenantId);
      const chart =
        version === undefined
          ? await this.definitions.newest(tenantId, workflow)
          : await this.definitions.chart(tenantId, workflow, version);
      return [tenantId, chart];
    });
    return new Map(await Promise.all(charts));
  }

  /** By tenant, for the tenants of these cases. */
  async of(reader: Reader, charts: Map<string, Chart>, rows: readonly Placed[]): Promise<Map<string, Setting>> {
    const tenantIds = [...new Set(rows.map((row) => row.tenant_id))];
    const below = tenantIds.filter((one) => one !== reader.tenantId);
    const [names, units, calendars] = await Promise.all([
      this.tenants.refs(this.database, below),
      this.organisation.refsIn(
        this.database,
        tenantIds,
        rows.flatMap((row) => row.unit_id ?? []),
      ),
      Promise.all(tenantIds.map((tenantId) => this.calendars.of(tenantId))),
    ]);
    return new Map(
      tenantIds.flatMap((tenantId, index): [string, Setting][] => {
        const [newest, calendar] = [charts.get(tenantId), calendars[index]];
        if (!newest || !calendar) return [];
        const tenant = names.get(tenantId) ?? null;
        return [[tenantId, { reader: readerIn(reader, tenantId), tenant, newest, calendar, units }]];
      }),
    );
  }
}
