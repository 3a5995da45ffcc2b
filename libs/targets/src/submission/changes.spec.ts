import { describe, expect, test } from '@jest/globals';
import { BLANK_CONTENT } from '../sheet/row-content.js';
import { changesBetween } from './changes.js';
import type { SubmittedRow } from './submitted-row.js';

const row = (rowId: string, content: Partial<SubmittedRow['content']> = {}): SubmittedRow => ({
  rowId,
  no: Number(rowId),
  class: 'key',
  content: { ...BLANK_CONTENT, indicator: `指标${rowId}`, weight: 50, ...content },
});

const nameOf = (unitId: string): string => ({ u1: '市环保局', u2: '市城管委' })[unitId] ?? unitId;
const compare = (before: SubmittedRow[], after: SubmittedRow[]): string[] =>
  changesBetween(before, after, nameOf).flatMap((group) =>
    group.changes.map(
      (change) => `${group.title.zh} ${change.title.zh}: ${change.before ?? '—'} → ${change.after ?? '—'}`,
    ),
  );

describe('what changed since the last submission', () => {
  test('a sheet that stayed the same has no changes', () => {
    expect(compare([row('1'), row('2')], [row('1'), row('2')])).toEqual([]);
  });

  test('each changed field is named with its words before and after', () => {
    const before = [row('1', { current: '优良天数 260 天', weight: 50, coopUnitIds: ['u1'] }), row('2')];
    const after = [row('1', { current: '优良天数 265 天', weight: 60, coopUnitIds: ['u1', 'u2'] }), row('2')];
    expect(compare(before, after)).toEqual([
      '1. 指标1 权重: 50 分 → 60 分',
      '1. 指标1 配合单位: 市环保局 → 市环保局、市城管委',
      '1. 指标1 现状: 优良天数 260 天 → 优良天数 265 天',
    ]);
  });

  test('the work plan reads line by line', () => {
    const after = row('1', { milestones: [{ date: '2017-06-30', text: '完成改造', quality: '验收合格' }] });
    expect(compare([row('1')], [after])).toEqual(['1. 指标1 工作计划: — → 2017-06-30 完成改造（质量要求：验收合格）']);
  });

  test('added and removed targets are marked as such', () => {
    const titles = changesBetween([row('1'), row('2')], [row('1'), row('3')], nameOf).map((group) => group.title.zh);
    expect(titles).toEqual(['3. 指标3（新增）', '2. 指标2（已删除）']);
  });
});
