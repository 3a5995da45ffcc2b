import type { Step, TransactionEffect } from '#engine';
import type { Sql } from '#platform';
import type { RowRecord } from '../sheet/sheet-record.js';
import { loadRows } from '../sheet/sheet-store.js';
import { readFacts } from './annual-target-source.js';

/** A step of a case, seen with the sheet behind it. */
export interface SheetStep extends Step {
  sheetId: string;
  rows: RowRecord[];
}

/**
 * An effect on the sheet behind the case. Whatever it writes, the subject is told the sheet’s facts as they stand
 * afterwards, and what the effect itself answers.
 */
export function sheetEffect(
  name: string,
  run: (step: SheetStep, sql: Sql) => Promise<Record<string, unknown> | void>,
): TransactionEffect {
  return {
    name,
    run: async (step, _, sql) => {
      const { tenantId, recordId: sheetId } = step;
      if (sheetId === null) throw new Error(`${name}: case ${step.instanceId} has no sheet`);
      const answer = await run({ ...step, sheetId, rows: await loadRows(sql, sheetId) }, sql);
      return { ...(await readFacts(sql, tenantId, sheetId)), ...answer };
    },
  };
}
