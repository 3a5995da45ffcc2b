import type { Polarity, RowContent, TargetClass, Text } from '#contracts';
import type { ContentField } from './row-content.js';

/** What the fields of a target are called, in the order in which a sheet reads. */
export const FIELD_TITLES: Record<ContentField | 'class', Text> = {
  indicator: { zh: '指标名称', en: 'Indicator' },
  class: { zh: '目标类别', en: 'Class' },
  target: { zh: '年度目标', en: 'Target' },
  operator: { zh: '比较方式', en: 'Comparison' },
  value: { zh: '目标值', en: 'Value' },
  unit: { zh: '计量单位', en: 'Unit of measure' },
  sourcePaper: { zh: '下达文号', en: 'Source paper' },
  baseline: { zh: '基数', en: 'Baseline' },
  polarity: { zh: '指标方向', en: 'Direction' },
  nature: { zh: '指标属性', en: 'Nature' },
  weight: { zh: '权重', en: 'Weight' },
  coopUnitIds: { zh: '配合单位', en: 'Cooperating units' },
  current: { zh: '现状', en: 'Current state' },
  situation: { zh: '形势', en: 'Situation' },
  keyFactors: { zh: '关键因素', en: 'Key factors' },
  methods: { zh: '方法', en: 'Methods' },
  measures: { zh: '措施', en: 'Measures' },
  milestones: { zh: '工作计划', en: 'Work plan' },
  ledger: { zh: '所需台账目录', en: 'Records to be kept' },
};

const CLASS_WORDS: Record<TargetClass, string> = {
  key: '关键指标',
  functional: '职能指标',
  priority: '重点工作',
  special: '专项',
  challenge: '挑战',
};

const POLARITY_WORDS: Record<Polarity, string> = {
  higher_is_better: '越高越好',
  lower_is_better: '越低越好',
  compliance: '达标即可',
  unknown: '未定',
};

/** A target's content as people read it, field by field; an empty field is null. */
export function inWords(
  content: RowContent & { class: TargetClass },
  nameOf: (unitId: string) => string,
): Record<ContentField | 'class', string | null> {
  const milestones = content.milestones.map(
    (milestone) =>
      `${milestone.date || '（未定日期）'} ${milestone.text}${milestone.quality ? `（质量要求：${milestone.quality}）` : ''}`,
  );
  return {
    indicator: written(content.indicator),
    class: CLASS_WORDS[content.class],
    target: written(content.target),
    operator: written(content.operator),
    value: content.value === null ? null : String(content.value),
    unit: written(content.unit),
    sourcePaper: written(content.sourcePaper),
    baseline: written(content.baseline),
    polarity: POLARITY_WORDS[content.polarity],
    nature: content.nature === 'binding' ? '约束性' : '预期性',
    weight: `${content.weight} 分`,
    coopUnitIds: written(content.coopUnitIds.map(nameOf).join('、')),
    current: written(content.current),
    situation: written(content.situation),
    keyFactors: written(content.keyFactors),
    methods: written(content.methods),
    measures: written(content.measures),
    milestones: written(milestones.join('\n')),
    ledger: written(content.ledger),
  };
}

function written(text: string): string | null {
  return text.trim() === '' ? null : text;
}
