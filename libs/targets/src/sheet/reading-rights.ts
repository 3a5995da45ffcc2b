import type { Post, SheetView } from '#contracts';
import { reachOf } from '#organisation';
import { actingIn, unitsOf, type Reader } from '#tasks';
import type { RowRecord, SheetRecord } from './sheet-record.js';
import { sheetMissing } from './sheet-store.js';

/** How a reader meets a sheet: what they may do with it, and which of its rows they see. */
export interface Reading {
  mode: SheetView['mode'];
  /** Null for all rows; else those that one of these units cooperates in. */
  onlyRowsOf: string[] | null;
}

type Rights = Pick<SheetRecord, 'unitId' | 'states' | 'publishedAt' | 'issuedAt'>;

/** What the office’s officer does with a sheet, by state. */
const OFFICE_MODES: Record<string, SheetView['mode']> = {
  allocated: 'allocate',
  awaitingValue: 'value',
  officeReview: 'review',
  publicComment: 'comments',
  commentHandling: 'comments',
};

/** States in which a sheet is its own unit’s affair, with the office. */
const UNSIGNED = ['allocated', 'awaitingValue', 'drafting', 'unitReview'];

/**
 * How the reader may see a sheet; refused with `sheet.missing` for another unit’s sheet that was neither published nor
 * issued. A cooperating unit sees its own rows, once the lead unit has signed.
 */
export function readingOf(reader: Reader, sheet: Rights, rows: Pick<RowRecord, 'content'>[]): Reading {
  const mode = modeOf(reader, sheet, rows);
  const coopUnits = unitsOf(reader).filter((unit) => rows.some((row) => row.content.coopUnitIds.includes(unit)));
  if (mode === 'cosign') return { mode, onlyRowsOf: coopUnits };
  const { isEverywhere, unitIds } = reachOf(reader.holdings, 'sheet.read');
  if (
    isEverywhere ||
    unitIds.includes(sheet.unitId) ||
    (sheet.publishedAt && !sheet.states.some((state) => UNSIGNED.includes(state))) ||
    sheet.issuedAt
  )
    return { mode, onlyRowsOf: null };
  if (coopUnits.length > 0 && !sheet.states.some((state) => UNSIGNED.includes(state)))
    return { mode, onlyRowsOf: coopUnits };
  throw sheetMissing();
}

export function holds(reader: Reader, post: Post, unitId?: string): boolean {
  return actingIn(reader).some(
    (holding) => holding.post === post && (unitId === undefined || holding.unitId === unitId),
  );
}

function modeOf(reader: Reader, sheet: Rights, rows: Pick<RowRecord, 'content'>[]): SheetView['mode'] {
  if (sheet.states.includes('drafting') && holds(reader, 'unit.operator', sheet.unitId)) return 'draft';
  if (sheet.states.includes('cosign')) {
    const coopUnits = rows.flatMap((row) => row.content.coopUnitIds);
    if (coopUnits.some((unit) => holds(reader, 'unit.leader', unit))) return 'cosign';
  }
  if (!holds(reader, 'office.officer')) return 'read';
  return sheet.states.map((state) => OFFICE_MODES[state]).find((mode) => mode !== undefined) ?? 'read';
}
