import type { Field, RowContent, SheetRow, SheetView, TargetClass } from '#contracts';

/** What can be written of a row. */
export type RowDraft = RowContent & { class: TargetClass };
export type RowFieldName = keyof RowDraft;

export interface RowFieldGroup {
  /** Key of the translation; null where the fields speak for themselves. */
  title: 'sheet.group.target' | 'sheet.group.grounds' | 'sheet.group.plan';
  fields: RowFieldName[];
}

const essay = { type: 'text', maxLength: 2000, multiline: true } as const;

/** The fields of a target as the form 年度目标申报表 asks for them (M026). */
export const ROW_FIELDS: Record<RowFieldName, Field> = {
  indicator: { title: { zh: '指标名称', en: 'Indicator' }, type: 'text', maxLength: 200 },
  class: {
    title: { zh: '目标类别', en: 'Class' },
    type: 'choice',
    options: [
      { value: 'key', title: { zh: '关键指标', en: 'Key' } },
      { value: 'functional', title: { zh: '职能指标', en: 'Functional' } },
      { value: 'priority', title: { zh: '重点工作', en: 'Priority' } },
      { value: 'special', title: { zh: '专项', en: 'Special' } },
      { value: 'challenge', title: { zh: '挑战', en: 'Challenge' } },
    ],
  },
  target: { title: { zh: '年度目标', en: 'Target' }, ...essay },
  operator: {
    title: { zh: '比较方式', en: 'Comparison' },
    type: 'choice',
    options: [
      { value: '=', title: { zh: '＝ 达到', en: '= reach' } },
      { value: '>=', title: { zh: '≥ 不低于', en: '≥ at least' } },
      { value: '<=', title: { zh: '≤ 不高于', en: '≤ at most' } },
      { value: '>', title: { zh: '＞ 高于', en: '> above' } },
      { value: '<', title: { zh: '＜ 低于', en: '< below' } },
      { value: '≈', title: { zh: '≈ 左右', en: '≈ about' } },
    ],
  },
  value: { title: { zh: '目标值', en: 'Value' }, type: 'number' },
  unit: { title: { zh: '计量单位', en: 'Unit of measure' }, type: 'text', maxLength: 50 },
  baseline: { title: { zh: '基数', en: 'Baseline' }, type: 'text', maxLength: 2000 },
  polarity: {
    title: { zh: '指标方向', en: 'Direction' },
    type: 'choice',
    options: [
      { value: 'higher_is_better', title: { zh: '越高越好', en: 'Higher is better' } },
      { value: 'lower_is_better', title: { zh: '越低越好', en: 'Lower is better' } },
      { value: 'compliance', title: { zh: '达标即可', en: 'Meeting it is enough' } },
      { value: 'unknown', title: { zh: '未定', en: 'Not settled' } },
    ],
  },
  nature: {
    title: { zh: '指标属性', en: 'Nature' },
    type: 'choice',
    options: [
      { value: 'binding', title: { zh: '约束性', en: 'Binding' } },
      { value: 'expected', title: { zh: '预期性', en: 'Expected' } },
    ],
  },
  weight: { title: { zh: '权重', en: 'Weight' }, type: 'number', min: 0, max: 100, unit: { zh: '分', en: 'points' } },
  current: { title: { zh: '现状', en: 'Current state' }, ...essay },
  situation: { title: { zh: '形势', en: 'Situation' }, ...essay },
  keyFactors: { title: { zh: '关键因素', en: 'Key factors' }, ...essay },
  methods: { title: { zh: '方法', en: 'Methods' }, ...essay },
  measures: { title: { zh: '措施', en: 'Measures' }, ...essay },
  milestones: {
    title: { zh: '工作计划', en: 'Work plan' },
    help: { zh: '每个节点写明时间、内容和质量要求。', en: 'Each milestone with its date, what is done and how well.' },
    type: 'list',
    maxItems: 24,
    columns: {
      date: { title: { zh: '时间节点', en: 'By' }, type: 'date' },
      text: { title: { zh: '工作内容', en: 'What is done' }, type: 'text', maxLength: 500 },
      quality: { title: { zh: '质量要求', en: 'Quality required' }, type: 'text', maxLength: 500 },
    },
  },
  ledger: { title: { zh: '所需台账目录', en: 'Records to be kept' }, ...essay },
  coopUnitIds: { title: { zh: '配合单位', en: 'Cooperating units' }, type: 'units' },
  sourcePaper: { title: { zh: '下达文号', en: 'Source paper' }, type: 'text', maxLength: 200 },
};

const GROUPS: RowFieldGroup[] = [
  {
    title: 'sheet.group.target',
    fields: [
      'indicator',
      'class',
      'target',
      'operator',
      'value',
      'unit',
      'weight',
      'polarity',
      'nature',
      'baseline',
      'sourcePaper',
      'coopUnitIds',
    ],
  },
  { title: 'sheet.group.grounds', fields: ['current', 'situation', 'keyFactors', 'methods', 'measures'] },
  { title: 'sheet.group.plan', fields: ['milestones', 'ledger'] },
];

/** Fields that a sheet may not leave empty when it is submitted. */
export const REQUIRED_FIELDS: RowFieldName[] = [
  'indicator',
  'target',
  'current',
  'situation',
  'keyFactors',
  'methods',
  'measures',
  'milestones',
  'weight',
];

// What was handed down is carried out, not rewritten (M027).
const HANDED_DOWN: RowFieldName[] = [
  'indicator',
  'class',
  'target',
  'operator',
  'value',
  'unit',
  'polarity',
  'nature',
  'sourcePaper',
];
const OF_VALUE: RowFieldName[] = ['target', 'operator', 'value', 'unit', 'sourcePaper'];
const OF_ALLOCATION: RowFieldName[] = [...OF_VALUE, 'class', 'weight', 'nature', 'coopUnitIds'];

/** The groups of fields in reading order, cut down to those of the list. This is a pure function. */
export function fieldGroups(fields: readonly RowFieldName[]): RowFieldGroup[] {
  return GROUPS.map((group) => ({ ...group, fields: group.fields.filter((field) => fields.includes(field)) })).filter(
    (group) => group.fields.length > 0,
  );
}

/** Which fields the reader may edit in a mode of the sheet. This is a pure function. */
export function editableFields(mode: SheetView['mode'], row: Pick<SheetRow, 'locked' | 'origin'>): RowFieldName[] {
  if (row.locked) return [];
  if (mode === 'value') return OF_VALUE;
  if (mode === 'allocate') return OF_ALLOCATION;
  if (mode !== 'draft') return [];
  return allFields().filter((field) => row.origin === 'declared' || !HANDED_DOWN.includes(field));
}

/** Every field in reading order. This is a pure function. */
export function allFields(): RowFieldName[] {
  return GROUPS.flatMap((group) => group.fields);
}

/** A row as it can be written. This is a pure function. */
export function draftOf(row: Pick<SheetRow, 'content' | 'class'>): RowDraft {
  return { ...row.content, class: row.class };
}
