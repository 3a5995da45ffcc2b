import type { Sql } from '#platform';
import type { JointAnswer } from '#tasks';
import {
  countersignVerdicts,
  mustNameRows,
  mustReturnNothing,
  reviewVerdicts,
  type GivenVerdict,
} from '../review/given-verdicts.js';
import { keepVerdicts, loadCountersigns, type Countersign } from '../review/verdict-store.js';
import { sheetEffect, type SheetStep } from './sheet-step.js';

/** All cooperating units have answered: what each said of its own rows is kept. */
const cosigned = sheetEffect('sheet.cosigned', async (step, sql) => {
  const answers = step.event.data?.['answers'] as JointAnswer[];
  const countersigns = answers.flatMap(({ unitId, outcome, opinion, answer, at, accountId }): Countersign[] =>
    unitId === null ? [] : [{ unitId, answer: { outcome, opinion, data: answer, at, accountId } }],
  );
  await keepCountersigns(step, countersigns, sql);
});

/** The time to countersign is over: answers are kept, and silence is marked (B1). */
const noAnswer = sheetEffect('sheet.noAnswer', async (step, sql) => {
  const countersigns = await loadCountersigns(sql, step.instanceId);
  await keepCountersigns(step, countersigns, sql);
  return {
    objected: countersigns.some((one) => one.answer?.outcome === 'object'),
    unansweredUnitIds: countersigns.filter((one) => one.answer === null).map((one) => one.unitId),
  };
});

/** The office has reviewed: a return unlocks the rows that it names and locks the others; to pass, no row may go back. */
const reviewed = sheetEffect('sheet.reviewed', async (step, sql) => {
  const verdicts = reviewVerdicts(step.event.data, step.rows);
  if (step.event.type === 'return') mustNameRows(verdicts);
  else mustReturnNothing(verdicts);
  await keepVerdicts(sql, { ...step, state: 'officeReview', verdicts });
  if (step.event.type === 'return') await unlock(sql, step.sheetId, returnedRows(verdicts));
});

/** Comments ask for a change: the named rows are open again, or all where none is named. */
const reopen = sheetEffect('sheet.reopen', async (step, sql) => {
  const verdicts = reviewVerdicts(step.event.data, step.rows);
  const named = returnedRows(verdicts);
  if (named.length > 0) {
    mustNameRows(verdicts);
    await keepVerdicts(sql, {
      ...step,
      state: 'commentHandling',
      verdicts: verdicts.filter((one) => one.verdict === 'return'),
    });
  }
  await unlock(sql, step.sheetId, named.length > 0 ? named : step.rows.map((row) => row.rowId));
});

export const reviewEffects = [cosigned, noAnswer, reviewed, reopen];

async function keepCountersigns(step: SheetStep, countersigns: Countersign[], sql: Sql): Promise<void> {
  for (const { unitId, answer } of countersigns) {
    if (!answer) continue;
    const own = step.rows.filter((row) => !row.locked && row.content.coopUnitIds.includes(unitId));
    await keepVerdicts(sql, {
      tenantId: step.tenantId,
      sheetId: step.sheetId,
      at: answer.at,
      state: 'cosign',
      actor: { accountId: answer.accountId, post: 'unit.leader', unitId },
      verdicts: countersignVerdicts(answer, own),
    });
  }
}

function returnedRows(verdicts: GivenVerdict[]): string[] {
  return verdicts.filter((one) => one.verdict === 'return').map((one) => one.rowId);
}

async function unlock(sql: Sql, sheetId: string, rowIds: string[]): Promise<void> {
  await sql.query(
    `UPDATE target_rows SET locked = row_id <> ALL ($2::uuid[]), returned = row_id = ANY ($2::uuid[]) WHERE sheet_id = $1`,
    [sheetId, rowIds],
  );
}
