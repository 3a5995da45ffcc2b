import type { SavedRows } from '#organisation';
import { newId, type Sql } from '#platform';
import type { KpiRow } from './kpi-columns.js';

/** Writes indicators and their years. A year counts as changed where its own row or its indicator changed. */
export async function saveKpiRows(
  sql: Sql,
  tenantId: string,
  rows: KpiRow[],
  unitIds: ReadonlyMap<string, string>,
): Promise<SavedRows> {
  const records = rows.map(({ cells }) => ({
    ...cells,
    kpi_id: newId(),
    unit_ids: cells.responsible_unit_codes.map((code) => unitIds.get(code)),
  }));
  const parameters = [tenantId, JSON.stringify(records)];
  const kpis = await sql.query<{ kpiNo: string }>(SAVE_KPIS, parameters);
  const years = await sql.query<{ kpiNo: string; year: number; added: boolean }>(SAVE_YEARS, parameters);

  const keyOf = (kpiNo: string, year: number) => `${kpiNo}|${year}`;
  const addedYears = new Set(years.filter(({ added }) => added).map(({ kpiNo, year }) => keyOf(kpiNo, year)));
  const changedYears = new Set(years.map(({ kpiNo, year }) => keyOf(kpiNo, year)));
  const changedKpis = new Set(kpis.map(({ kpiNo }) => kpiNo));
  const changed = rows.filter(({ cells: { kpi_no: kpiNo, year } }) => {
    const key = keyOf(kpiNo, year);
    return !addedYears.has(key) && (changedYears.has(key) || changedKpis.has(kpiNo));
  });
  return { added: addedYears.size, changed: changed.length };
}

const SAVE_KPIS = `
  insert into plan_kpis as k (kpi_id, tenant_id, kpi_no, domain, indicator, polarity, five_year_target,
         five_year_operator, five_year_value, five_year_unit)
  select distinct on (r.kpi_no) r.kpi_id, $1::uuid, r.kpi_no, r.domain, r.indicator, r.polarity_derived,
         r.five_year_target, r.five_year_operator, r.five_year_value_number, r.five_year_unit
    from jsonb_to_recordset($2::jsonb) as r (kpi_id uuid, kpi_no text, domain text, indicator text,
         polarity_derived text, five_year_target text, five_year_operator text, five_year_value_number numeric,
         five_year_unit text)
      on conflict (tenant_id, kpi_no) do update
     set domain = excluded.domain, indicator = excluded.indicator, polarity = excluded.polarity,
         five_year_target = excluded.five_year_target, five_year_operator = excluded.five_year_operator,
         five_year_value = excluded.five_year_value, five_year_unit = excluded.five_year_unit
   where (k.domain, k.indicator, k.polarity, k.five_year_target, k.five_year_operator, k.five_year_value,
          k.five_year_unit) is distinct from
         (excluded.domain, excluded.indicator, excluded.polarity, excluded.five_year_target,
          excluded.five_year_operator, excluded.five_year_value, excluded.five_year_unit)
  returning k.kpi_no as "kpiNo"`;

const SAVE_YEARS = `
  with written as (
    insert into plan_kpi_years as y (kpi_id, year, tenant_id, target, operator, value, unit, decomposition,
           joint_years, unit_ids, unit_names, source, note)
    select k.kpi_id, r.year, $1::uuid, r.annual_target, r.annual_operator, r.annual_value_number, r.annual_unit,
           r.decomposition_type, r.joint_years, r.unit_ids, r.responsible_units, r.source_file, r.note
      from jsonb_to_recordset($2::jsonb) as r (kpi_no text, year integer, annual_target text, annual_operator text,
           annual_value_number numeric, annual_unit text, decomposition_type text, joint_years text, unit_ids uuid[],
           responsible_units text[], source_file text, note text)
      join plan_kpis k on k.tenant_id = $1::uuid and k.kpi_no = r.kpi_no
        on conflict (kpi_id, year) do update
       set target = excluded.target, operator = excluded.operator, value = excluded.value, unit = excluded.unit,
           decomposition = excluded.decomposition, joint_years = excluded.joint_years, unit_ids = excluded.unit_ids,
           unit_names = excluded.unit_names, source = excluded.source, note = excluded.note
     where (y.target, y.operator, y.value, y.unit, y.decomposition, y.joint_years, y.unit_ids, y.unit_names, y.source,
            y.note) is distinct from
           (excluded.target, excluded.operator, excluded.value, excluded.unit, excluded.decomposition,
            excluded.joint_years, excluded.unit_ids, excluded.unit_names, excluded.source, excluded.note)
    returning y.kpi_id, y.year, y.xmax = 0 as added
  )
  select k.kpi_no as "kpiNo", w.year, w.added from written w join plan_kpis k using (kpi_id)`;
