import type { Sql } from '#platform';
import { awaitsValue } from '../sheet/problems.js';
import { updateRow } from '../sheet/sheet-store.js';
import { sheetEffect } from './sheet-step.js';

const ASSIGNED_VALUE = '完成上级下达指标';

/** Leadership agrees: the targets are issued and locked. */
const issue = sheetEffect('sheet.issue', async ({ sheetId, at, subject }, sql) => {
  const paper = subject['approvalPaper'];
  await markIssued(sql, sheetId, at, typeof paper === 'string' && paper.trim() !== '' ? paper.trim() : null);
});

/** No value has come in time: the target is issued as binding, to complete what is assigned (B1, assumed). */
const issueWithoutValue = sheetEffect('sheet.issueWithoutValue', async ({ sheetId, at, rows }, sql) => {
  for (const row of rows.filter(awaitsValue)) {
    const content = { ...row.content, target: ASSIGNED_VALUE, nature: 'binding' as const };
    const revision = row.revision + 1;
    await updateRow(sql, {
      ...row,
      content,
      revision,
      fieldRevisions: { ...row.fieldRevisions, target: revision, nature: revision },
    });
  }
  await markIssued(sql, sheetId, at, null);
  return { binding: true };
});

const refuse = sheetEffect('sheet.refuse', async ({ sheetId }, sql) => {
  await sql.query(`UPDATE target_sheets SET ending = 'refused' WHERE sheet_id = $1`, [sheetId]);
});

export const endingEffects = [issue, issueWithoutValue, refuse];

async function markIssued(sql: Sql, sheetId: string, at: Date, approvalPaper: string | null): Promise<void> {
  await sql.query(
    `UPDATE target_sheets SET issued_at = $2, approval_paper = $3, ending = 'issued' WHERE sheet_id = $1`,
    [sheetId, at, approvalPaper],
  );
  await sql.query(`UPDATE target_rows SET locked = true, returned = false WHERE sheet_id = $1`, [sheetId]);
}
