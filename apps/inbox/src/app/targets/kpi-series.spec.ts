import { describe, expect, test } from '@jest/globals';
import type { TargetKpi } from '#contracts';
import { kpiGoal, kpiSeries } from './kpi-series.js';

const year = (of: number, value: number | null, unit: string): TargetKpi['years'][number] => ({
  year: of,
  target: '',
  operator: '=',
  value,
  unit,
  decomposition: '',
  units: [],
});

describe('a KPI over its years', () => {
  const years = [year(2018, 7.5, '%'), year(2017, 8, '%'), year(2019, null, '%'), year(2020, 14300, '亿元')];

  test('is the years with a number in the unit that most share', () => {
    expect(kpiSeries({ years })).toEqual({
      points: [
        { year: 2017, value: 8 },
        { year: 2018, value: 7.5 },
      ],
      unit: '%',
    });
  });

  test('has its five-year value beside it only in the same unit', () => {
    expect(kpiGoal({ years, fiveYearValue: 14300, fiveYearUnit: '亿元' })).toBeNull();
    expect(kpiGoal({ years, fiveYearValue: 7.5, fiveYearUnit: '%' })).toBe(7.5);
  });
});
