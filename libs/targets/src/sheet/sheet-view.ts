import type { CommentView, RowVerdict, SheetRow, SheetView, Text, UnitRef } from '#contracts';
import { postTitle } from '#organisation';
import { countersignVerdicts } from '../review/given-verdicts.js';
import type { Countersign, VerdictRecord } from '../review/verdict-store.js';
import { awaitsValue, problemsOf, weightSum } from './problems.js';
import type { Reading } from './reading-rights.js';
import { draftOf } from './sheet-facts.js';
import type { RowRecord, SheetRecord } from './sheet-record.js';

/** Everything that stands behind a sheet’s page. */
export interface SheetParts {
  sheet: SheetRecord;
  rows: RowRecord[];
  verdicts: VerdictRecord[];
  /** Of the round that is under way; empty when none is. */
  countersigns: Countersign[];
  comments: CommentView[];
  units: ReadonlyMap<string, UnitRef>;
  stateTitles: (state: string) => Text;
}

/** A sheet as a reader sees it. This is a pure function. */
export function viewOf(parts: SheetParts, { mode, onlyRowsOf }: Reading): SheetView {
  const { sheet, rows } = parts;
  const seen =
    onlyRowsOf === null
      ? rows
      : rows.filter((row) => row.content.coopUnitIds.some((unit) => onlyRowsOf.includes(unit)));
  return {
    sheetId: sheet.sheetId,
    instanceId: sheet.instanceId,
    year: sheet.year,
    unit: unitOf(parts.units, sheet.unitId),
    kind: sheet.kind,
    title: sheet.title,
    mode,
    rows: seen.map((row) => rowView(parts, row)),
    weightSum: weightSum(rows),
    problems: onlyRowsOf === null ? problemsOf({ year: sheet.year, rows: rows.map(draftOf) }) : [],
    comments: onlyRowsOf === null ? parts.comments : [],
    approvalPaper: sheet.approvalPaper,
  };
}

function rowView(parts: SheetParts, row: RowRecord): SheetRow {
  const { kpiNo, plan } = row;
  return {
    rowId: row.rowId,
    revision: row.revision,
    no: row.no,
    origin: row.origin,
    class: row.class,
    kpi:
      kpiNo !== null && plan
        ? {
            kpiNo,
            domain: plan.domain,
            fiveYearTarget: plan.fiveYearTarget,
            planTarget: plan.planTarget,
            decomposition: plan.decomposition,
          }
        : null,
    content: row.content,
    coopUnits: row.content.coopUnitIds.map((unitId) => unitOf(parts.units, unitId)),
    locked: row.locked,
    awaitingValue: awaitsValue(row),
    verdicts: parts.verdicts
      .filter((verdict) => verdict.rowId === row.rowId)
      .map((verdict) => verdictView(parts, verdict)),
    countersigns: row.content.coopUnitIds.map((unitId) => countersignView(parts, row, unitId)),
  };
}

function verdictView(parts: SheetParts, { at, state, post, unitId, verdict, opinion }: VerdictRecord): RowVerdict {
  const title = post ? postTitle(post) : { zh: '系统', en: 'System' };
  const unit = unitId !== null && post?.startsWith('unit.') ? unitOf(parts.units, unitId) : null;
  const by = unit ? { zh: `${unit.name} ${title.zh}`, en: `${unit.nameEn}, ${title.en}` } : title;
  return { at: at.toISOString(), state, stateTitle: parts.stateTitles(state), by, verdict, opinion };
}

/** How a unit answered about a row: in the round under way, else in the last one that still counts. */
function countersignView(parts: SheetParts, row: RowRecord, unitId: string): SheetRow['countersigns'][number] {
  const unit = unitOf(parts.units, unitId);
  const now = parts.countersigns.find((one) => one.unitId === unitId && one.answer)?.answer;
  const [said] = now && !row.locked ? countersignVerdicts(now, [row]) : [];
  const kept = parts.verdicts.find(
    (one) =>
      one.rowId === row.rowId &&
      one.unitId === unitId &&
      one.state === 'cosign' &&
      (row.locked || one.submissionNo === parts.sheet.submissions),
  );
  const answer = said ?? kept;
  return {
    unit,
    agrees: answer ? answer.verdict === 'agree' : null,
    reason: answer && answer.opinion !== '' ? answer.opinion : null,
  };
}

function unitOf(units: ReadonlyMap<string, UnitRef>, unitId: string): UnitRef {
  return units.get(unitId) ?? { unitId, code: '', name: '', nameEn: '' };
}
