import type { Polarity, RowContent, SheetProblem, Text } from '#contracts';
import { isWeaker, type Aim } from './plan-comparison.js';
import type { ContentField } from './row-content.js';
import { FIELD_TITLES } from './row-words.js';

/** A sheet as its rules see it. */
export interface DraftSheet {
  year: number;
  rows: DraftRow[];
}

export interface DraftRow {
  rowId: string;
  no: number;
  content: RowContent;
  /** Whether the value is assigned from above (M024). */
  fromAbove: boolean;
  /** What the plan asks; null where the target carries out no plan row, or one without a value. */
  planAim: Aim | null;
  planPolarity: Polarity | null;
}

const REQUIRED: ContentField[] = ['indicator', 'target', 'current', 'situation', 'keyFactors', 'methods', 'measures'];

/** Everything that keeps a sheet from being submitted (M026, M028, B1), each with a JSON pointer into the sheet. */
export function problemsOf(sheet: DraftSheet): SheetProblem[] {
  const rows = sheet.rows.flatMap((row, index) => rowProblems(sheet.year, row, `/rows/${index}/content`));
  return [...weightProblems(sheet), ...rows];
}

/** The sum of the weights of a sheet, in points. */
export function weightSum(rows: { content: RowContent }[]): number {
  return rows.reduce((sum, row) => sum + row.content.weight, 0);
}

/** Whether a value that comes from above is still missing, or the paper that assigned it (M024). */
export function awaitsValue(row: Pick<DraftRow, 'fromAbove' | 'content'>): boolean {
  return row.fromAbove && (row.content.value === null || row.content.sourcePaper.trim() === '');
}

function weightProblems(sheet: DraftSheet): SheetProblem[] {
  if (sheet.rows.length === 0) {
    const message = {
      zh: '申报表里还没有目标，请至少添加一项。',
      en: 'The sheet has no target yet: add at least one.',
    };
    return [{ pointer: '/rows', code: 'sheet.empty', rowId: null, message }];
  }
  const sum = weightSum(sheet.rows);
  if (sum === 100) return [];
  const message = {
    zh: `各项目标的权重合计为 ${sum} 分，应为 100 分，请${sum > 100 ? `减去 ${sum - 100}` : `补足 ${100 - sum}`} 分。`,
    en: `The weights add up to ${sum} points and must add up to 100: ${sum > 100 ? `take away ${sum - 100}` : `add ${100 - sum}`}.`,
  };
  return [{ pointer: '/weightSum', code: 'sheet.weights-not-100', rowId: null, message }];
}

function rowProblems(year: number, row: DraftRow, pointer: string): SheetProblem[] {
  const name = { zh: `第 ${row.no} 项`, en: `Target ${row.no}` };
  const problem = (field: string, code: string, message: Text): SheetProblem => ({
    pointer: `${pointer}/${field}`,
    code,
    rowId: row.rowId,
    message: { zh: `${name.zh}：${message.zh}`, en: `${name.en}: ${message.en}` },
  });
  return [
    ...REQUIRED.filter((field) => isBlank(row.content[field])).map((field) =>
      problem(field, 'row.blank', blank(FIELD_TITLES[field])),
    ),
    ...(row.content.weight === 0 ? [problem('weight', 'row.weightless', WEIGHTLESS)] : []),
    ...milestoneProblems(year, row, problem),
    ...valueProblems(row, problem),
  ];
}

type Problem = (field: string, code: string, message: Text) => SheetProblem;

function milestoneProblems(year: number, row: DraftRow, problem: Problem): SheetProblem[] {
  if (row.content.milestones.length === 0) return [problem('milestones', 'row.no-milestone', NO_MILESTONE)];
  return row.content.milestones.flatMap((milestone, index) => {
    const at = `milestones/${index}`;
    const found: SheetProblem[] = [];
    if (milestone.date === '') found.push(problem(`${at}/date`, 'milestone.undated', UNDATED));
    else if (!milestone.date.startsWith(`${year}-`))
      found.push(problem(`${at}/date`, 'milestone.outside-year', outsideYear(year, milestone.date)));
    if (isBlank(milestone.text)) found.push(problem(`${at}/text`, 'milestone.blank', NO_STEP));
    if (isBlank(milestone.quality)) found.push(problem(`${at}/quality`, 'milestone.no-quality', NO_QUALITY));
    return found;
  });
}

function valueProblems(row: DraftRow, problem: Problem): SheetProblem[] {
  const { content } = row;
  if (row.fromAbove) {
    return [
      ...(content.value === null ? [problem('value', 'row.awaiting-value', AWAITING)] : []),
      ...(isBlank(content.sourcePaper) ? [problem('sourcePaper', 'row.no-source-paper', NO_PAPER)] : []),
    ];
  }
  if (!row.planAim || !row.planPolarity || !isWeaker(content, row.planAim, row.planPolarity)) return [];
  return [problem('value', 'row.weaker-than-plan', weaker(row.planAim))];
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

const WEIGHTLESS: Text = { zh: '权重不能为 0 分。', en: 'the weight may not be 0.' };
const NO_MILESTONE: Text = {
  zh: '工作计划至少要有一个写明时间和质量要求的节点。',
  en: 'the work plan needs at least one milestone with its date and quality.',
};
const UNDATED: Text = { zh: '工作计划的节点没有写时间。', en: 'a milestone has no date.' };
const NO_STEP: Text = { zh: '工作计划的节点没有写内容。', en: 'a milestone says nothing.' };
const NO_QUALITY: Text = { zh: '工作计划的节点没有写质量要求。', en: 'a milestone has no quality requirement.' };
const AWAITING: Text = {
  zh: '上级下达的数值还没有填写，由考评办填入。',
  en: 'the value from above has not come; the office enters it.',
};
const NO_PAPER: Text = {
  zh: '没有填写下达数值的文号，由考评办填入。',
  en: 'the paper that assigned the value is not named; the office enters it.',
};

function blank(title: Text): Text {
  return { zh: `“${title.zh}”没有填写。`, en: `“${title.en}” is not filled in.` };
}

function outsideYear(year: number, date: string): Text {
  return {
    zh: `节点时间 ${date} 不在 ${year} 年内，请改为当年日期。`,
    en: `the milestone ${date} is not in ${year}: choose a day of that year.`,
  };
}

/** What a target weaker than the plan is told. */
export function weaker(plan: Aim): Text {
  const asked = `${plan.operator}${plan.value ?? ''}${plan.unit}`;
  return {
    zh: `目标低于规划年度目标（${asked}），请调整到不低于规划。`,
    en: `the target is weaker than the plan’s (${asked}): make it at least as strong.`,
  };
}
