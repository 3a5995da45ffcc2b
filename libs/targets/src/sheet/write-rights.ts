import type { SheetView } from '#contracts';
import { DomainError } from '#platform';
import type { ContentField } from './row-content.js';
import type { RowRecord } from './sheet-record.js';

export type WritableField = ContentField | 'class';

/** What the plan and the office have settled for an assigned target: the unit details it, and changes none of this (M027). */
const ASSIGNED: readonly WritableField[] = [
  'indicator',
  'target',
  'operator',
  'value',
  'unit',
  'polarity',
  'nature',
  'sourcePaper',
];

const DETAILED: readonly WritableField[] = [
  'baseline',
  'weight',
  'current',
  'situation',
  'keyFactors',
  'methods',
  'measures',
  'ledger',
  'milestones',
  'coopUnitIds',
];

const WRITABLE: Partial<Record<SheetView['mode'], readonly WritableField[]>> = {
  allocate: ['class', 'weight', 'target', 'operator', 'value', 'unit', 'nature', 'coopUnitIds', 'sourcePaper'],
  value: ['target', 'operator', 'value', 'unit', 'sourcePaper'],
};

/** The fields of a row that may be changed in a mode; none where the row is locked or the mode only reads. */
export function writableFields(
  mode: SheetView['mode'],
  row: Pick<RowRecord, 'origin' | 'locked'>,
): readonly WritableField[] {
  if (row.locked) return [];
  if (mode !== 'draft') return WRITABLE[mode] ?? [];
  return row.origin === 'assigned' ? DETAILED : [...ASSIGNED, ...DETAILED, 'class'];
}

/** Refuses a mode in which nobody writes. */
export function mustWrite(mode: SheetView['mode']): void {
  if (mode === 'draft' || mode in WRITABLE) return;
  throw new DomainError('conflict', 'sheet.not-open', {
    zh: '申报表现在不在您填写的环节，内容没有保存。请刷新查看现在的环节；您输入的文字可先复制留存。',
    en: 'The sheet is not with you to be written now, so nothing was saved. Refresh to see where it is; copy what you typed first.',
  });
}

/** Refuses a change of a row that was accepted while others were returned. */
export function mustBeUnlocked(row: Pick<RowRecord, 'locked' | 'no'>): void {
  if (!row.locked) return;
  throw new DomainError('conflict', 'row.locked', {
    zh: `第 ${row.no} 项已审核通过并锁定，不能修改。只有被退回的目标可以改。`,
    en: `Target ${row.no} was accepted and is locked. Only targets that were returned can be changed.`,
  });
}
