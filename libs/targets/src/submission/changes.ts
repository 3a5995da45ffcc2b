import type { ChangesView } from '#contracts';
import { FIELD_TITLES, inWords } from '../sheet/row-words.js';
import type { SubmittedRow } from './submitted-row.js';

type Groups = ChangesView['groups'];

/**
 * What differs between two states of a sheet, row by row and field by field, in the words that people read.
 * This is a pure function.
 */
export function changesBetween(
  before: SubmittedRow[],
  after: SubmittedRow[],
  nameOf: (unitId: string) => string,
): Groups {
  const older = new Map(before.map((row) => [row.rowId, row]));
  const newer = new Set(after.map((row) => row.rowId));
  return [
    ...after.map((row) => groupOf(older.get(row.rowId), row, nameOf)),
    ...before.filter((row) => !newer.has(row.rowId)).map((row) => groupOf(row, undefined, nameOf)),
  ].filter((group) => group.changes.length > 0);
}

function groupOf(
  before: SubmittedRow | undefined,
  after: SubmittedRow | undefined,
  nameOf: (unitId: string) => string,
): Groups[number] {
  const row = after ?? before;
  const name = `${row?.no ?? ''}. ${row?.content.indicator ?? ''}`;
  const how = before
    ? after
      ? { zh: '', en: '' }
      : { zh: '（已删除）', en: ' (removed)' }
    : { zh: '（新增）', en: ' (added)' };
  return { title: { zh: name + how.zh, en: name + how.en }, changes: fieldChanges(before, after, nameOf) };
}

function fieldChanges(
  before: SubmittedRow | undefined,
  after: SubmittedRow | undefined,
  nameOf: (unitId: string) => string,
): Groups[number]['changes'] {
  const was = before ? inWords({ ...before.content, class: before.class }, nameOf) : null;
  const is = after ? inWords({ ...after.content, class: after.class }, nameOf) : null;
  return Object.entries(FIELD_TITLES).flatMap(([name, title]) => {
    const field = name as keyof typeof FIELD_TITLES;
    const change = { title, before: was?.[field] ?? null, after: is?.[field] ?? null };
    return change.before === change.after ? [] : [change];
  });
}
