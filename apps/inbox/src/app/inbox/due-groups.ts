import type { Due, InboxRow } from '#contracts';

export interface DueGroup {
  level: Due['level'] | 'open';
  rows: InboxRow[];
}

const ORDER: DueGroup['level'][] = ['overdue', 'near', 'normal', 'open'];

/** Rows by how near their deadline is, overdue on top; the order within a group stays. */
export function dueGroups(rows: readonly InboxRow[]): DueGroup[] {
  return ORDER.map((level) => ({ level, rows: rows.filter((row) => (row.due?.level ?? 'open') === level) })).filter(
    (group) => group.rows.length > 0,
  );
}
