import type { RowContent, RowPatch, TargetClass } from '#contracts';
import { isRecord, listRows, unitIds } from '../form/field-text.js';
import { ROW_FIELDS, type RowDraft, type RowFieldName } from './row-fields.js';

/** What a control gave, as the sheet takes it: no nulls but for the value. This is a pure function. */
export function rowChange(field: RowFieldName, given: unknown): Partial<RowDraft> {
  switch (field) {
    case 'class':
      return isClass(given) ? { class: given } : {};
    case 'value':
      return { value: typeof given === 'number' ? given : null };
    case 'weight':
      return { weight: typeof given === 'number' ? Math.round(given) : 0 };
    case 'coopUnitIds':
      return { coopUnitIds: unitIds(given) };
    case 'milestones':
      return { milestones: listRows(given).map(milestone) };
    default:
      return { [field]: typeof given === 'string' ? given : '' };
  }
}

/** The fields that another hand changed meanwhile and that were typed here too. This is a pure function. */
export function clashingFields(typed: Partial<RowDraft>, before: RowDraft, now: RowDraft): RowFieldName[] {
  return namesOf(typed).filter((field) => !isSame(before[field], now[field]) && !isSame(typed[field], now[field]));
}

/** What of the typed is not yet saved once `sent` is. This is a pure function. */
export function unsentOf(typed: Partial<RowDraft>, sent: Partial<RowDraft>): Partial<RowDraft> {
  const unsent = namesOf(typed).filter((field) => !isSame(typed[field], sent[field]));
  return Object.fromEntries(unsent.map((field) => [field, typed[field]]));
}

/** The names of the fields that a patch holds. This is a pure function. */
export function namesOf(patch: Partial<RowDraft>): RowFieldName[] {
  return Object.keys(patch).filter((name): name is RowFieldName => name in ROW_FIELDS);
}

/** The typed fields as the API takes them. This is a pure function. */
export function patchOf(revision: number, typed: Partial<RowDraft>): RowPatch {
  const { class: targetClass, ...content } = typed;
  return { revision, content, ...(targetClass === undefined ? {} : { class: targetClass }) };
}

const CLASSES: readonly TargetClass[] = ['key', 'functional', 'priority', 'special', 'challenge'];

function isClass(given: unknown): given is TargetClass {
  return CLASSES.some((one) => one === given);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function milestone(row: unknown): RowContent['milestones'][number] {
  const said = isRecord(row) ? row : {};
  const text = (name: string): string => (typeof said[name] === 'string' ? said[name] : '');
  return { date: text('date'), text: text('text'), quality: text('quality') };
}
