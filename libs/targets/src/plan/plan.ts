import { Injectable } from '@nestjs/common';
import type { Polarity, UnitRef } from '#contracts';
import { Organisation } from '#organisation';
import type { Sql } from '#platform';

/** What the plan asks for in one year of one indicator. */
export interface PlanRow {
  kpiId: string;
  kpiNo: string;
  domain: string;
  indicator: string;
  polarity: Polarity;
  fiveYearTarget: string;
  fiveYearValue: number | null;
  fiveYearUnit: string;
  year: number;
  target: string;
  operator: string;
  value: number | null;
  unit: string;
  decomposition: string;
  /** Whether province or city assigns the value, or part of it, later (M024). */
  isAssignedFromAbove: boolean;
  /** In the printed order, groups not expanded: the first-named leads. */
  units: UnitRef[];
}

export interface SpecialTarget {
  targetNo: string;
  name: string;
  content: string;
  leadUnits: UnitRef[];
  methods: string[];
}

/** The whole plan: its indicators by domain, each with its years, and the key special targets. */
export interface PlanTree {
  years: number[];
  domains: { domain: string; kpis: { kpiNo: string; years: PlanRow[] }[] }[];
  specials: SpecialTarget[];
}

const ASSIGNED_FROM_ABOVE = 'assigned_from_above';

const byNumber = new Intl.Collator('en', { numeric: true });

/** Reads the five-year plan as it was imported. */
@Injectable()
export class Plan {
  constructor(private readonly organisation: Organisation) {}

  /** The rows of one year, in the order of their numbers. */
  rowsOf(sql: Sql, tenantId: string, year: number): Promise<PlanRow[]> {
    return this.#rows(sql, tenantId, year);
  }

  /** Domains in the order of their first indicator. */
  async tree(sql: Sql, tenantId: string): Promise<PlanTree> {
    const rows = await this.#rows(sql, tenantId, null);
    const years = [...new Set(rows.map(({ year }) => year))].sort((a, b) => a - b);
    const domains = [...Map.groupBy(rows, ({ domain }) => domain)].map(([domain, ofDomain]) => ({
      domain,
      kpis: [...Map.groupBy(ofDomain, ({ kpiNo }) => kpiNo)].map(([kpiNo, ofKpi]) => ({ kpiNo, years: ofKpi })),
    }));
    return { years, domains, specials: await this.#specials(sql, tenantId) };
  }

  async #rows(sql: Sql, tenantId: string, year: number | null): Promise<PlanRow[]> {
    const rows = await sql.query<Omit<PlanRow, 'units' | 'isAssignedFromAbove'> & { unitIds: string[] }>(
      `select k.kpi_id as "kpiId", k.kpi_no as "kpiNo", k.domain, k.indicator, k.polarity,
              k.five_year_target as "fiveYearTarget", k.five_year_value::float8 as "fiveYearValue",
              k.five_year_unit as "fiveYearUnit", y.year, y.target, y.operator, y.value::float8 as value, y.unit,
              y.decomposition, y.unit_ids as "unitIds"
         from plan_kpis k join plan_kpi_years y on y.kpi_id = k.kpi_id
        where k.tenant_id = $1 and ($2::integer is null or y.year = $2)
        order by y.year`,
      [tenantId, year],
    );
    const refs = await this.#refs(sql, tenantId, rows);
    return rows
      .map(({ unitIds, ...row }) => ({
        ...row,
        isAssignedFromAbove: row.decomposition.split('+').includes(ASSIGNED_FROM_ABOVE),
        units: named(unitIds, refs),
      }))
      .sort((a, b) => byNumber.compare(a.kpiNo, b.kpiNo));
  }

  async #specials(sql: Sql, tenantId: string): Promise<SpecialTarget[]> {
    const rows = await sql.query<Omit<SpecialTarget, 'leadUnits'> & { unitIds: string[] }>(
      `select target_no as "targetNo", name, content, methods, lead_unit_ids as "unitIds"
         from special_targets where tenant_id = $1`,
      [tenantId],
    );
    const refs = await this.#refs(sql, tenantId, rows);
    return rows
      .map(({ unitIds, ...special }) => ({ ...special, leadUnits: named(unitIds, refs) }))
      .sort((a, b) => byNumber.compare(a.targetNo, b.targetNo));
  }

  #refs(sql: Sql, tenantId: string, rows: { unitIds: string[] }[]): Promise<Map<string, UnitRef>> {
    return this.organisation.refsByIds(
      sql,
      tenantId,
      rows.flatMap(({ unitIds }) => unitIds),
    );
  }
}

function named(unitIds: string[], refs: ReadonlyMap<string, UnitRef>): UnitRef[] {
  return unitIds.flatMap((unitId) => refs.get(unitId) ?? []);
}
