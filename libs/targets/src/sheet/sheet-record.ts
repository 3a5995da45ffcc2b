import type { Polarity, RowContent, TargetClass, TargetOrigin, Text } from '#contracts';

/** A sheet as it is stored, with the states that its case is in. */
export interface SheetRecord {
  sheetId: string;
  tenantId: string;
  instanceId: string;
  version: number;
  states: string[];
  year: number;
  unitId: string;
  kind: 'main' | 'supplement';
  origin: TargetOrigin;
  title: Text;
  /** How often it was submitted. */
  submissions: number;
  publishedAt: Date | null;
  commentsOpen: boolean;
  issuedAt: Date | null;
  approvalPaper: string | null;
}

/** The plan row that a target carries out, as it read when it was allocated. */
export interface PlanLink {
  domain: string;
  fiveYearTarget: string;
  planTarget: string;
  decomposition: string;
  operator: string;
  value: number | null;
  unit: string;
  polarity: Polarity;
  /** Joint leads of the plan; the unit cannot leave them out. */
  coopUnitIds: string[];
}

/** A target as it is stored. */
export interface RowRecord {
  rowId: string;
  no: number;
  revision: number;
  fieldRevisions: Record<string, number>;
  origin: TargetOrigin;
  class: TargetClass;
  kpiNo: string | null;
  plan: PlanLink | null;
  fromAbove: boolean;
  locked: boolean;
  returned: boolean;
  content: RowContent;
}
