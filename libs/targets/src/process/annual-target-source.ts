import type { SubjectSource } from '#engine';
import type { Sql } from '#platform';
import { factsOf, type SheetFacts } from '../sheet/sheet-facts.js';
import { loadRows, loadSheet } from '../sheet/sheet-store.js';

/** The workflow that sheets travel through. */
export const ANNUAL_TARGET = 'annual-target';

/** What `annual-target` knows of a sheet, read fresh from its tables. */
export const annualTargetSource: SubjectSource = {
  workflow: ANNUAL_TARGET,
  read: async (sql, { tenantId, recordId }) => ({ ...(await readFacts(sql, tenantId, recordId)) }),
};

export async function readFacts(sql: Sql, tenantId: string, sheetId: string): Promise<SheetFacts> {
  const sheet = await loadSheet(sql, [tenantId], sheetId);
  const rows = await loadRows(sql, sheetId);
  const [comments] = await sql.query<{ open: number }>(
    `SELECT count(*)::integer AS open FROM public_comments WHERE sheet_id = $1 AND answer IS NULL`,
    [sheetId],
  );
  return factsOf(sheet, rows, comments?.open ?? 0);
}
