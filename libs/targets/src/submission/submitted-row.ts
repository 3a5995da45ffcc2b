import type { RowContent, TargetClass } from '#contracts';

/** A row as it was submitted. */
export interface SubmittedRow {
  rowId: string;
  no: number;
  class: TargetClass;
  content: RowContent;
}
