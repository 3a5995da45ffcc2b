import { DomainError, newId } from '#platform';
import { awaitsValue, problemsOf } from '../sheet/problems.js';
import { draftOf } from '../sheet/sheet-facts.js';
import type { SubmittedRow } from '../submission/submitted-row.js';
import { sheetEffect } from './sheet-step.js';

/** The office sends a sheet to be drafted: refused while a value from above is missing (M024). */
const send = sheetEffect('sheet.send', async ({ rows }) => {
  const waiting = rows.filter(awaitsValue);
  if (waiting.length === 0) return;
  throw new DomainError('conflict', 'sheet.awaiting-value', {
    zh: `“${waiting.map((row) => row.content.indicator).join('、')}”的数值或下达文号还没有填，不能下达编制。请先填写，或转待下达数值。`,
    en: `The value or source paper of “${waiting.map((row) => row.content.indicator).join(', ')}” is missing. Enter it, or let the sheet wait for it.`,
  });
});

/** The unit submits: refused while anything is missing; what was submitted is kept (B1). */
const submit = sheetEffect('sheet.submit', async ({ tenantId, sheetId, at, actor, subject, rows }, sql) => {
  const problems = problemsOf({ year: Number(subject['year']), rows: rows.map(draftOf) });
  if (problems.length > 0) {
    throw new DomainError(
      'conflict',
      'sheet.incomplete',
      {
        zh: `还有 ${problems.length} 处需要补充：${problems
          .slice(0, 3)
          .map((problem) => problem.message.zh)
          .join('')}`,
        en: `${problems.length} thing(s) are missing: ${problems
          .slice(0, 3)
          .map((problem) => problem.message.en)
          .join(' ')}`,
      },
      { errors: problems },
    );
  }
  const content: SubmittedRow[] = rows.map((row) => ({
    rowId: row.rowId,
    no: row.no,
    class: row.class,
    content: row.content,
  }));
  await sql.query(
    `INSERT INTO sheet_submissions (submission_id, tenant_id, sheet_id, no, at, account_id, rows)
     SELECT $1, $2, $3, coalesce(max(no), 0) + 1, $4, $5, $6::jsonb FROM sheet_submissions WHERE sheet_id = $3`,
    [newId(), tenantId, sheetId, at, actor.accountId, JSON.stringify(content)],
  );
  await sql.query(`UPDATE target_rows SET returned = false WHERE sheet_id = $1 AND returned`, [sheetId]);
  return { objected: false, unansweredUnitIds: [] };
});

const withdraw = sheetEffect('sheet.withdraw', async ({ sheetId }, sql) => {
  await sql.query(`UPDATE target_sheets SET ending = 'withdrawn' WHERE sheet_id = $1`, [sheetId]);
});

export const draftingEffects = [send, submit, withdraw];
