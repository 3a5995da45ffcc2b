import type { Text } from '#contracts';
import { unitIdsByCode, type ImportFinding, type ImportTable } from '#organisation';
import { kpiColumns, type KpiRow } from './kpi-columns.js';
import { saveKpiRows } from './save-kpi-rows.js';
import { unitListsFinding } from './unit-lists.js';

/** Columns that a KPI repeats on each of its years. */
const SAME_IN_ALL_YEARS = [
  'domain',
  'indicator',
  'polarity_derived',
  'five_year_target',
  'five_year_operator',
  'five_year_value_number',
  'five_year_unit',
] as const;

/** kpi.csv: one row for each indicator and year. */
export const kpiTable: ImportTable<typeof kpiColumns> = {
  kind: 'kpi',
  title: { zh: '关键绩效指标', en: 'Key performance indicators' },
  names: ['kpi'],
  columns: kpiColumns,
  key: ['kpi_no', 'year'],

  check(rows) {
    const firstRows = new Map<string, KpiRow>();
    for (const row of rows) if (!firstRows.has(row.cells.kpi_no)) firstRows.set(row.cells.kpi_no, row);
    return rows.flatMap((row) => findings(row, firstRows.get(row.cells.kpi_no) ?? row));
  },

  async save(sql, tenantId, rows) {
    return saveKpiRows(sql, tenantId, rows, await unitIdsByCode(sql, tenantId));
  },
};

function findings(row: KpiRow, first: KpiRow): ImportFinding[] {
  const lists = unitListsFinding({
    row: row.row,
    names: row.cells.responsible_units,
    namesColumn: 'responsible_units',
    codes: row.cells.responsible_unit_codes,
    codesColumn: 'responsible_unit_codes',
  });
  const differing = SAME_IN_ALL_YEARS.filter((column) => row.cells[column] !== first.cells[column]);
  return [
    ...(lists === null ? [] : [lists]),
    ...differing.map((column) => ({
      row: row.row,
      column,
      value: String(row.cells[column] ?? ''),
      code: 'kpi.differs',
      message: differs(row.cells.kpi_no, column, first),
    })),
  ];
}

function differs(kpiNo: string, column: (typeof SAME_IN_ALL_YEARS)[number], first: KpiRow): Text {
  const before = String(first.cells[column] ?? '');
  return {
    zh: `同一指标（kpi_no ${kpiNo}）各年此列应相同，第 ${first.row} 行为“${before}”，请统一。`,
    en: `All years of KPI ${kpiNo} have the same ${column}; row ${first.row} has “${before}”. Make them alike.`,
  };
}
