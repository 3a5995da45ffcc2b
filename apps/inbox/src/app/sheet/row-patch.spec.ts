import { describe, expect, test } from '@jest/globals';
import type { RowDraft } from './row-fields.js';
import { clashingFields, patchOf, rowChange, unsentOf } from './row-patch.js';

const DRAFT: RowDraft = {
  class: 'key',
  indicator: 'PM2.5 年均浓度',
  target: '51μg/m3',
  operator: '<=',
  value: 51,
  unit: 'μg/m3',
  baseline: '',
  polarity: 'lower_is_better',
  nature: 'binding',
  weight: 40,
  current: '',
  situation: '',
  keyFactors: '',
  methods: '',
  measures: '',
  ledger: '',
  milestones: [],
  coopUnitIds: [],
  sourcePaper: '',
};

describe('what a control gives', () => {
  test('reaches the sheet without nulls but for the value', () => {
    expect(rowChange('value', null)).toEqual({ value: null });
    expect(rowChange('weight', null)).toEqual({ weight: 0 });
    expect(rowChange('measures', null)).toEqual({ measures: '' });
    expect(rowChange('milestones', [{ text: '启动', date: null }])).toEqual({
      milestones: [{ date: '', text: '启动', quality: '' }],
    });
  });

  test('is sent with its class beside the content', () => {
    expect(patchOf(3, { class: 'special', weight: 20 })).toEqual({
      revision: 3,
      class: 'special',
      content: { weight: 20 },
    });
  });

  test('what was typed while saving is still unsent', () => {
    expect(unsentOf({ measures: '甲乙', weight: 40 }, { measures: '甲', weight: 40 })).toEqual({ measures: '甲乙' });
  });
});

describe('two hands on one row', () => {
  const theirs = { ...DRAFT, target: '50μg/m3', measures: '同样的措施', weight: 30 };

  test('clash where both changed a field to different words', () => {
    const typed = { target: '49μg/m3', measures: '同样的措施', current: '我写的' };
    expect(clashingFields(typed, DRAFT, theirs)).toEqual(['target']);
  });
});
