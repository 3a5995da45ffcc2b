import type { TargetKpi } from '#contracts';
import type { SparkPoint } from '../chart/sparkline-geometry.js';

/** The years of a KPI that have a number in the unit most of them share. This is a pure function. */
export function kpiSeries(kpi: Pick<TargetKpi, 'years'>): { points: SparkPoint[]; unit: string } {
  const unit = commonest(kpi.years.filter((year) => year.value !== null).map((year) => year.unit));
  const points = kpi.years.flatMap(({ year, value, unit: own }) =>
    value !== null && own === unit ? [{ year, value }] : [],
  );
  return { points: points.toSorted((one, other) => one.year - other.year), unit };
}

/** The five-year value where it is measured as the years are. This is a pure function. */
export function kpiGoal(kpi: Pick<TargetKpi, 'years' | 'fiveYearValue' | 'fiveYearUnit'>): number | null {
  return kpi.fiveYearUnit === kpiSeries(kpi).unit ? kpi.fiveYearValue : null;
}

function commonest(units: readonly string[]): string {
  const count = (unit: string): number => units.filter((one) => one === unit).length;
  return units.toSorted((one, other) => count(other) - count(one))[0] ?? '';
}
