import type { SheetProblem, SheetView } from '#contracts';
import { editableFields } from './row-fields.js';

/** The problems that the reader can mend in the sheet's mode; those of the whole sheet only while it is drafted. This is a pure function. */
export function mendableProblems(sheet: SheetView | null): SheetProblem[] {
  if (!sheet) return [];
  return sheet.problems.filter((problem) => {
    if (problem.rowId === null) return sheet.mode === 'draft' || sheet.mode === 'allocate';
    const row = sheet.rows.find((one) => one.rowId === problem.rowId);
    return row !== undefined && editableFields(sheet.mode, row).some((field) => field === fieldOf(problem));
  });
}

/** The field of the row that a problem points at: `/rows/0/content/milestones/1/date` is `milestones`. This is a pure function. */
export function fieldOf(problem: Pick<SheetProblem, 'pointer'>): string {
  return problem.pointer.split('/')[4] ?? '';
}
