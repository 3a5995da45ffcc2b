import { problemsOf, awaitsValue, type DraftRow } from './problems.js';
import type { RowRecord, SheetRecord } from './sheet-record.js';

/** What guards, people and lists of `annual-target` read of a sheet. */
export interface SheetFacts {
  year: number;
  unitId: string;
  coopUnitIds: string[];
  origin: string;
  kind: string;
  targetCount: number;
  awaiting: boolean;
  complete: boolean;
  hasCoop: boolean;
  commentsOpen: number;
  returnedRows: number;
}

/** The facts of a sheet with these rows; only rows that are not locked are countersigned. This is a pure function. */
export function factsOf(
  sheet: Pick<SheetRecord, 'year' | 'unitId' | 'origin' | 'kind'>,
  rows: RowRecord[],
  commentsOpen: number,
): SheetFacts {
  const coopUnitIds = [...new Set(rows.filter((row) => !row.locked).flatMap((row) => row.content.coopUnitIds))];
  return {
    year: sheet.year,
    unitId: sheet.unitId,
    coopUnitIds,
    origin: sheet.origin,
    kind: sheet.kind,
    targetCount: rows.length,
    awaiting: rows.some(awaitsValue),
    complete: problemsOf({ year: sheet.year, rows: rows.map(draftOf) }).length === 0,
    hasCoop: coopUnitIds.length > 0,
    commentsOpen,
    returnedRows: rows.filter((row) => row.returned).length,
  };
}

/** A stored row as the rules of a sheet see it. This is a pure function. */
export function draftOf(row: RowRecord): DraftRow {
  const planAim =
    row.plan && !row.fromAbove ? { operator: row.plan.operator, value: row.plan.value, unit: row.plan.unit } : null;
  return {
    rowId: row.rowId,
    no: row.no,
    content: row.content,
    fromAbove: row.fromAbove,
    planAim,
    planPolarity: row.plan?.polarity ?? null,
  };
}
