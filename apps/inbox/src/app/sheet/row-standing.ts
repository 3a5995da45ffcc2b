import type { SheetProblem, SheetRow } from '#contracts';

export type Standing = 'locked' | 'returned' | 'awaiting' | 'incomplete' | 'ready';

/** How a row of the sheet stands for the one who fills it in. This is a pure function. */
export function standingOf(row: SheetRow, problems: readonly SheetProblem[]): Standing {
  if (row.locked) return 'locked';
  if (row.awaitingValue) return 'awaiting';
  if (lastReturn(row)) return 'returned';
  return problems.some((problem) => problem.rowId === row.rowId) ? 'incomplete' : 'ready';
}

/** The opinion with which the row came back, if returning was the last word on it. This is a pure function. */
export function lastReturn(row: SheetRow): SheetRow['verdicts'][number] | null {
  const last = row.verdicts[0];
  return last?.verdict === 'return' ? last : null;
}
