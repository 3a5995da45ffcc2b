import { Injectable } from '@nestjs/common';
import type { TargetKpi, TargetTree, Text, UnitRef } from '#contracts';
import { DefinitionLibrary } from '#engine';
import { Organisation } from '#organisation';
import { Database } from '#platform';
import { Plan, type PlanRow } from '../plan/index.js';
import { ANNUAL_TARGET } from '../process/annual-target-source.js';

interface Held {
  kpiNo: string;
  year: number;
  unitId: string;
  sheetId: string;
  instanceId: string;
  version: number;
  states: string[];
  issued: boolean;
}

type HeldUnit = TargetKpi['years'][number]['units'][number];

/** The list of targets: domain → KPI → yearly targets → units. */
@Injectable()
export class TargetList {
  constructor(
    private readonly database: Database,
    private readonly plan: Plan,
    private readonly organisation: Organisation,
    private readonly definitions: DefinitionLibrary,
  ) {}

  /** The whole plan, with the units that hold each yearly target; before a year is open, the units that the plan names. */
  async read(tenantId: string): Promise<TargetTree> {
    const tree = await this.plan.tree(this.database, tenantId);
    const held = await this.#held(tenantId);
    const unitsOf = (row: PlanRow): HeldUnit[] => held.get(`${row.kpiNo}/${row.year}`) ?? row.units.map(notHeld);
    return {
      years: tree.years,
      specials: tree.specials,
      domains: tree.domains.map(({ domain, kpis }) => ({
        domain,
        kpis: kpis.flatMap(({ kpiNo, years }) => kpiOf(kpiNo, years, unitsOf)),
      })),
    };
  }

  async #held(tenantId: string): Promise<Map<string, HeldUnit[]>> {
    const rows = await this.database.query<Held>(
      `SELECT r.kpi_no AS "kpiNo", s.year, s.unit_id AS "unitId", s.sheet_id AS "sheetId", s.instance_id AS "instanceId", i.version, i.states,
         s.issued_at IS NOT NULL AS issued
       FROM target_rows r JOIN target_sheets s USING (sheet_id) JOIN instances i USING (instance_id)
       WHERE r.tenant_id = $1 AND r.kpi_no IS NOT NULL ORDER BY s.kind, s.sheet_id`,
      [tenantId],
    );
    const units = await this.organisation.refsByIds(
      this.database,
      tenantId,
      rows.map((row) => row.unitId),
    );
    const titles = await this.#stateTitles(tenantId, rows);
    const held = rows.flatMap((row) => {
      const unit = units.get(row.unitId);
      const stateTitle = titles(row);
      return unit
        ? [
            {
              key: `${row.kpiNo}/${row.year}`,
              unit: { ...unit, sheetId: row.sheetId, instanceId: row.instanceId, stateTitle, issued: row.issued },
            },
          ]
        : [];
    });
    return new Map([...Map.groupBy(held, (one) => one.key)].map(([key, ones]) => [key, ones.map((one) => one.unit)]));
  }

  async #stateTitles(tenantId: string, rows: Held[]): Promise<(row: Held) => Text | null> {
    const versions = [...new Set(rows.map((row) => row.version))];
    const charts = new Map(
      await Promise.all(
        versions.map(
          async (version) => [version, await this.definitions.chart(tenantId, ANNUAL_TARGET, version)] as const,
        ),
      ),
    );
    return (row) => charts.get(row.version)?.states.get(row.states[0] ?? '')?.meta.title ?? null;
  }
}

function kpiOf(kpiNo: string, years: PlanRow[], unitsOf: (row: PlanRow) => HeldUnit[]): TargetKpi[] {
  const [first] = years;
  if (!first) return [];
  return [
    {
      kpiNo,
      indicator: first.indicator,
      polarity: first.polarity,
      fiveYearTarget: first.fiveYearTarget,
      fiveYearValue: first.fiveYearValue,
      fiveYearUnit: first.fiveYearUnit,
      years: years.map((row) => ({
        year: row.year,
        target: row.target,
        operator: row.operator,
        value: row.value,
        unit: row.unit,
        decomposition: row.decomposition,
        units: unitsOf(row),
      })),
    },
  ];
}

function notHeld(unit: UnitRef): HeldUnit {
  return { ...unit, sheetId: null, instanceId: null, stateTitle: null, issued: false };
}
