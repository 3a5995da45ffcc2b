import type { Sql } from '#platform';
import type { SubmittedRow } from './submitted-row.js';

/** A sheet as it was submitted. */
export interface Submission {
  at: Date;
  rows: SubmittedRow[];
}

/** The last submission of a sheet, and the one before it. */
export function loadLastSubmissions(sql: Sql, sheetId: string): Promise<Submission[]> {
  return sql.query<Submission>(`SELECT at, rows FROM sheet_submissions WHERE sheet_id = $1 ORDER BY no DESC LIMIT 2`, [
    sheetId,
  ]);
}
