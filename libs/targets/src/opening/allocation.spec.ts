import { describe, expect, test } from '@jest/globals';
import type { UnitRef } from '#contracts';
import type { PlanRow } from '../plan/index.js';
import { allocate, withoutRow } from './allocation.js';

const unit = (name: string): UnitRef => ({ unitId: name, code: name, name, nameEn: name });

const STANDS_FOR = new Map([
  ...['市委人才办', '市人力社保局', '市环保局', '市发改委'].map((name): [string, UnitRef[]] => [name, [unit(name)]]),
  ['各区政府', [unit('上城区'), unit('下城区')]],
  ['有关区政府', []],
]);

function plan(kpiNo: string, units: string[], more: Partial<PlanRow> = {}): PlanRow {
  return {
    kpiId: kpiNo,
    kpiNo,
    domain: '生态环境',
    indicator: `指标${kpiNo}`,
    polarity: 'higher_is_better',
    fiveYearTarget: '',
    fiveYearValue: null,
    fiveYearUnit: '',
    year: 2017,
    target: '增长8%',
    operator: '=',
    value: 8,
    unit: '%',
    decomposition: 'yearly_growth_rate',
    isAssignedFromAbove: false,
    units: units.map(unit),
    ...more,
  };
}

const inShort = (rows: PlanRow[]): string[] =>
  allocate(rows, STANDS_FOR).sheets.map(
    (sheet) =>
      `${sheet.unit.name} ${sheet.kind}: ${sheet.rows.map((row) => `${row.plan.kpiNo}/${row.weight}${row.coopUnits.map((coop) => `+${coop.name}`).join('')}`).join(' ')}`,
  );

describe('allocation of plan rows to units', () => {
  test('all rows of a unit stand on its one main sheet and share 100 points', () => {
    expect(inShort([plan('8', ['市环保局']), plan('9', ['市环保局']), plan('10', ['市环保局'])])).toEqual([
      '市环保局 main: 8/34 9/33 10/33',
    ]);
  });

  test('a group is expanded to its members', () => {
    expect(inShort([plan('1', ['各区政府'])])).toEqual(['上城区 main: 1/100', '下城区 main: 1/100']);
  });

  test('of joint leads the first holds the row and the others cooperate', () => {
    expect(inShort([plan('6', ['市委人才办', '市人力社保局'])])).toEqual(['市委人才办 main: 6/100+市人力社保局']);
  });

  test('a value from above travels on a sheet of its own', () => {
    const fromAbove = { value: null, isAssignedFromAbove: true, target: '完成市政府下达指标' };
    expect(
      inShort([plan('3', ['市发改委'], fromAbove), plan('4', ['市发改委'], fromAbove), plan('5', ['市发改委'])]),
    ).toEqual(['市发改委 main: 5/100', '市发改委 supplement: 3/100', '市发改委 supplement: 4/100']);
  });

  test('a row with a value of its own keeps it on the main sheet, and only the rest waits', () => {
    const mixed = {
      value: 5.3,
      isAssignedFromAbove: true,
      target: '人才总量年均增长5.3%。高层次人才引进完成市下达指标',
    };
    const rows = allocate([plan('6', ['市委人才办'], mixed)], STANDS_FOR).sheets.map((sheet) => [
      sheet.kind,
      sheet.rows[0]?.target,
      sheet.rows[0]?.value,
    ]);
    expect(rows).toEqual([
      ['main', '人才总量年均增长5.3%', 5.3],
      ['supplement', '高层次人才引进完成市下达指标', null],
    ]);
  });

  test('says which rows have nobody to carry them out', () => {
    const { sheets, findings } = allocate([plan('1', []), plan('2', ['有关区政府'])], STANDS_FOR);
    expect(sheets).toEqual([]);
    expect(findings.map((finding) => [finding.kpiNo, finding.message.zh])).toEqual([
      ['1', '没有责任单位，无法下达。请在规划中补充责任单位。'],
      ['2', '集合单位“有关区政府”没有成员，无法展开下达。请先补充成员单位。'],
    ]);
  });

  test('says which indicators have no row in the year', () => {
    const kpis = [plan('23', []), plan('24', [])];
    expect(withoutRow(2017, kpis, [plan('23', [])]).map((finding) => finding.kpiNo)).toEqual(['24']);
  });
});
