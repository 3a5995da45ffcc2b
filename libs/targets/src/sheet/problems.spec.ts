import { describe, expect, test } from '@jest/globals';
import type { RowContent } from '#contracts';
import { problemsOf, type DraftRow } from './problems.js';
import { BLANK_CONTENT } from './row-content.js';

const WRITTEN: RowContent = {
  ...BLANK_CONTENT,
  indicator: '空气质量',
  target: '51μg/m3',
  operator: '<=',
  value: 51,
  unit: 'μg/m3',
  polarity: 'lower_is_better',
  weight: 100,
  current: '2016 年为 49',
  situation: '扩散条件不利',
  keyFactors: '扬尘',
  methods: '网格监测',
  measures: '工地喷淋全覆盖',
  milestones: [{ date: '2017-06-30', text: '完成工地喷淋', quality: '覆盖率 100%' }],
};

const ROW: DraftRow = {
  rowId: 'r1',
  no: 1,
  content: WRITTEN,
  fromAbove: false,
  planAim: { operator: '<=', value: 51, unit: 'μg/m3' },
  planPolarity: 'lower_is_better',
};

const codesOf = (...rows: DraftRow[]): string[] =>
  problemsOf({ year: 2017, rows }).map((problem) => `${problem.pointer} ${problem.code}`);
const withContent = (content: Partial<RowContent>, row: Partial<DraftRow> = {}): DraftRow => ({
  ...ROW,
  ...row,
  content: { ...WRITTEN, ...content },
});

describe('what keeps a sheet from being submitted', () => {
  test('a sheet that says everything has no problem', () => {
    expect(codesOf(ROW)).toEqual([]);
  });

  test('every text that M026 asks for is named where it is missing', () => {
    const row = withContent({ current: ' ', situation: '', keyFactors: '', methods: '', measures: '' });
    expect(codesOf(row)).toEqual(
      ['current', 'situation', 'keyFactors', 'methods', 'measures'].map(
        (field) => `/rows/0/content/${field} row.blank`,
      ),
    );
  });

  test('a work plan without milestones is refused', () => {
    expect(codesOf(withContent({ milestones: [] }))).toEqual(['/rows/0/content/milestones row.no-milestone']);
  });

  test('a milestone needs its day, inside the year, and its quality', () => {
    const milestones = [
      { date: '', text: '启动', quality: '' },
      { date: '2018-01-01', text: '完成', quality: '全部' },
    ];
    expect(codesOf(withContent({ milestones }))).toEqual([
      '/rows/0/content/milestones/0/date milestone.undated',
      '/rows/0/content/milestones/0/quality milestone.no-quality',
      '/rows/0/content/milestones/1/date milestone.outside-year',
    ]);
  });

  test('a target weaker than its plan row is refused', () => {
    expect(codesOf(withContent({ value: 52 }))).toEqual(['/rows/0/content/value row.weaker-than-plan']);
  });

  test('weights that do not add up to 100 are refused for the whole sheet', () => {
    const problems = problemsOf({
      year: 2017,
      rows: [withContent({ weight: 60 }), withContent({ weight: 30 }, { rowId: 'r2', no: 2 })],
    });
    expect(problems).toEqual([
      {
        pointer: '/weightSum',
        code: 'sheet.weights-not-100',
        rowId: null,
        message: {
          zh: '各项目标的权重合计为 90 分，应为 100 分，请补足 10 分。',
          en: 'The weights add up to 90 points and must add up to 100: add 10.',
        },
      },
    ]);
  });

  test('a sheet without targets is refused', () => {
    expect(codesOf()).toEqual(['/rows sheet.empty']);
  });

  test('a value from above needs the value and the paper', () => {
    const row = withContent({ value: null, sourcePaper: '' }, { fromAbove: true, planAim: null });
    expect(codesOf(row)).toEqual([
      '/rows/0/content/value row.awaiting-value',
      '/rows/0/content/sourcePaper row.no-source-paper',
    ]);
  });
});
