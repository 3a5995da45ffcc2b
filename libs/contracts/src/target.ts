import type { UnitRef } from './case.js';
import type { FieldProblem } from './problem.js';
import type { Text } from './text.js';

export type TargetClass = 'key' | 'functional' | 'priority' | 'special' | 'challenge';
export type TargetOrigin = 'assigned' | 'declared';
export type Polarity = 'higher_is_better' | 'lower_is_better' | 'compliance' | 'unknown';

/** The sheet that a unit proposes for a year (年度目标申报表): the unit of work of `annual_target` (B1). */
export interface SheetView {
  sheetId: string;
  instanceId: string;
  year: number;
  unit: UnitRef;
  kind: 'main' | 'supplement';
  title: Text;
  /** What the reader may do with the rows in the state that the case is in. */
  mode: 'allocate' | 'value' | 'draft' | 'review' | 'cosign' | 'comments' | 'read';
  rows: SheetRow[];
  weightSum: number;
  /** Empty when the sheet may be submitted. */
  problems: SheetProblem[];
  comments: CommentView[];
  approvalPaper: string | null;
}

export interface SheetProblem extends FieldProblem {
  /** Null when the whole sheet is meant. */
  rowId: string | null;
}

export interface SheetRow {
  rowId: string;
  revision: number;
  no: number;
  origin: TargetOrigin;
  class: TargetClass;
  /** Of the plan row that the target carries out; null for a declared one. */
  kpi: { kpiNo: string; domain: string; fiveYearTarget: string; planTarget: string; decomposition: string } | null;
  content: RowContent;
  coopUnits: UnitRef[];
  /** True for a row that was accepted while others were returned. */
  locked: boolean;
  /** Set where the value is assigned from above and has not come (M024). */
  awaitingValue: boolean;
  /** What was last said about the row, newest first. */
  verdicts: RowVerdict[];
  /** How the countersigning units answered, as far as they have. */
  countersigns: { unit: UnitRef; agrees: boolean | null; reason: string | null }[];
}

/** What a unit fills in for one target (M026). All texts ≤ 2,000 characters. */
export interface RowContent {
  indicator: string;
  target: string;
  operator: string;
  value: number | null;
  unit: string;
  baseline: string;
  polarity: Polarity;
  nature: 'binding' | 'expected';
  /** In points; the weights of a sheet add up to 100. */
  weight: number;
  current: string;
  situation: string;
  keyFactors: string;
  methods: string;
  measures: string;
  ledger: string;
  milestones: { date: string; text: string; quality: string }[];
  coopUnitIds: string[];
  /** Number of the paper that assigned the value (M024). */
  sourcePaper: string;
}

export interface RowVerdict {
  at: string;
  state: string;
  stateTitle: Text;
  by: Text;
  verdict: 'accept' | 'return' | 'agree' | 'object';
  opinion: string;
}

/** Body of `PATCH /api/sheets/:sheetId/rows/:rowId`: only the fields that change. */
export interface RowPatch {
  revision: number;
  class?: TargetClass;
  content: Partial<RowContent>;
}

/** A comment of the public on a published draft (M030); each must be answered. */
export interface CommentView {
  commentId: string;
  rowId: string | null;
  indicator: string | null;
  text: string;
  /** As it was signed, empty where it was not; null: not the reader's to know. */
  from: string | null;
  at: string;
  answer: { adopted: boolean; text: string; at: string } | null;
}

/** What opening a year will do, shown before it is done. */
export interface YearPreview {
  year: number;
  opened: boolean;
  sheets: {
    unit: UnitRef;
    kind: 'main' | 'supplement';
    rows: {
      kpiNo: string;
      indicator: string;
      target: string;
      awaitingValue: boolean;
      coopUnits: UnitRef[];
      weight: number;
    }[];
  }[];
  /** Plan rows that cannot be allocated, and why. */
  findings: { kpiNo: string; indicator: string; message: Text }[];
}

export interface YearOpened {
  year: number;
  sheets: number;
  rows: number;
  awaitingValue: number;
}

/** The target list: domain → KPI → yearly targets → units. */
export interface TargetTree {
  years: number[];
  domains: {
    domain: string;
    kpis: TargetKpi[];
  }[];
  specials: { targetNo: string; name: string; content: string; leadUnits: UnitRef[]; methods: string[] }[];
}

export interface TargetKpi {
  kpiNo: string;
  indicator: string;
  polarity: Polarity;
  fiveYearTarget: string;
  fiveYearValue: number | null;
  fiveYearUnit: string;
  years: {
    year: number;
    target: string;
    operator: string;
    value: number | null;
    unit: string;
    decomposition: string;
    units: (UnitRef & {
      sheetId: string | null;
      instanceId: string | null;
      stateTitle: Text | null;
      issued: boolean;
    })[];
  }[];
}

/** A draft that the public may comment on now (no sign-in). */
export interface PublicSheet {
  sheetId: string;
  title: Text;
  unitName: string;
  year: number;
  closesAt: string;
  rows: { rowId: string; indicator: string; target: string; measures: string }[];
}

/** What an import did, or why it did nothing: whole or not at all. */
export interface ImportReport {
  done: boolean;
  files: { file: string; kind: string; rows: number; added: number; changed: number; unchanged: number }[];
  problems: ImportProblem[];
  /** How many problems there are in all; the list holds the first 1,000. */
  problemCount: number;
  /** Worth knowing though nothing is wrong: another encoding, files left aside. */
  notices: ImportProblem[];
  seconds: number;
}

export interface ImportProblem {
  file: string;
  /** 1 is the header; 0 where the whole file is meant. */
  row: number;
  column: string | null;
  value: string | null;
  code: string;
  message: Text;
}
