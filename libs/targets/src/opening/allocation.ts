import type { Text, UnitRef } from '#contracts';
import type { PlanRow } from '../plan/index.js';
import { equalShares } from './weights.js';

/** A sheet that opening a year makes. */
export interface PlannedSheet {
  unit: UnitRef;
  kind: 'main' | 'supplement';
  rows: PlannedRow[];
}

export interface PlannedRow {
  plan: PlanRow;
  /** The plan’s words, or the part of them that this row carries out. */
  target: string;
  value: number | null;
  fromAbove: boolean;
  coopUnits: UnitRef[];
  weight: number;
}

export interface AllocationFinding {
  kpiNo: string;
  indicator: string;
  message: Text;
}

export interface Allocation {
  sheets: PlannedSheet[];
  findings: AllocationFinding[];
}

interface Share {
  unit: UnitRef;
  coopUnits: UnitRef[];
}

/**
 * Who carries out which plan row of a year, on which sheet. A group is expanded to its members; of joint leads the first
 * named holds the row and the others cooperate; a value that comes from above travels on a sheet of its own (M024, M027).
 * `standsFor` holds for each unit the units that it stands for: itself, or a group’s members.
 */
export function allocate(rows: PlanRow[], standsFor: ReadonlyMap<string, UnitRef[]>): Allocation {
  const mains = new Map<string, PlannedSheet>();
  const supplements: PlannedSheet[] = [];
  const findings: AllocationFinding[] = [];
  for (const plan of rows) {
    const { shares, message } = sharesOf(plan, standsFor);
    if (message) findings.push({ kpiNo: plan.kpiNo, indicator: plan.indicator, message });
    for (const { unit, coopUnits } of shares) {
      for (const part of partsOf(plan)) {
        const row: PlannedRow = { plan, coopUnits, weight: 0, ...part };
        if (part.fromAbove) supplements.push({ unit, kind: 'supplement', rows: [row] });
        else sheetOf(mains, unit).rows.push(row);
      }
    }
  }
  const sheets = [...mains.values(), ...supplements];
  sheets.forEach(shareWeights);
  return { sheets, findings };
}

/** What is said of the KPIs of the plan that have no row in a year. */
export function withoutRow(
  year: number,
  kpis: { kpiNo: string; indicator: string }[],
  rows: PlanRow[],
): AllocationFinding[] {
  const planned = new Set(rows.map((row) => row.kpiNo));
  return kpis
    .filter((kpi) => !planned.has(kpi.kpiNo))
    .map(({ kpiNo, indicator }) => ({
      kpiNo,
      indicator,
      message: {
        zh: `规划中没有该指标 ${year} 年的年度目标，不下达。需要下达的，请先补充年度目标。`,
        en: `The plan has no row of ${year} for this KPI, so nothing is allocated. Add a yearly target first if one is wanted.`,
      },
    }));
}

function sharesOf(plan: PlanRow, standsFor: ReadonlyMap<string, UnitRef[]>): { shares: Share[]; message: Text | null } {
  if (plan.units.length === 0) return { shares: [], message: NO_UNIT };
  const membersOf = (unit: UnitRef): UnitRef[] => standsFor.get(unit.unitId) ?? [];
  const isGroup = (unit: UnitRef): boolean => membersOf(unit)[0]?.unitId !== unit.unitId;
  if (!plan.units.some(isGroup)) {
    const [unit, ...coopUnits] = plan.units;
    return { shares: unit ? [{ unit, coopUnits }] : [], message: null };
  }
  const holders = new Map(plan.units.flatMap(membersOf).map((member) => [member.unitId, member]));
  const empty = plan.units.filter((unit) => membersOf(unit).length === 0);
  return {
    shares: [...holders.values()].map((unit) => ({ unit, coopUnits: [] })),
    message: empty.length > 0 ? noMembers(empty) : null,
  };
}

type Part = Pick<PlannedRow, 'target' | 'value' | 'fromAbove'>;

function partsOf(plan: PlanRow): Part[] {
  if (!plan.isAssignedFromAbove) return [{ target: plan.target, value: plan.value, fromAbove: false }];
  if (plan.value === null) return [{ target: plan.target, value: null, fromAbove: true }];
  const { own, above } = splitTarget(plan.target);
  return [
    { target: own, value: plan.value, fromAbove: false },
    { target: above, value: null, fromAbove: true },
  ];
}

/** Parts a plan’s words into its own sentences and those whose value comes from above; what cannot be parted stays whole. */
function splitTarget(target: string): { own: string; above: string } {
  const sentences = target.split('。').filter((sentence) => sentence.trim() !== '');
  const above = sentences.filter((sentence) => sentence.includes('下达'));
  if (above.length === 0 || above.length === sentences.length) return { own: target, above: target };
  return { own: sentences.filter((sentence) => !above.includes(sentence)).join('。'), above: above.join('。') };
}

function sheetOf(sheets: Map<string, PlannedSheet>, unit: UnitRef): PlannedSheet {
  const sheet = sheets.get(unit.unitId) ?? { unit, kind: 'main', rows: [] };
  sheets.set(unit.unitId, sheet);
  return sheet;
}

function shareWeights(sheet: PlannedSheet): void {
  const shares = equalShares(sheet.rows.length);
  sheet.rows.forEach((row, index) => (row.weight = shares[index] ?? 0));
}

const NO_UNIT: Text = {
  zh: '没有责任单位，无法下达。请在规划中补充责任单位。',
  en: 'No responsible unit, so it cannot be allocated. Add one in the plan.',
};

function noMembers(groups: UnitRef[]): Text {
  return {
    zh: `集合单位“${groups.map((group) => group.name).join('、')}”没有成员，无法展开下达。请先补充成员单位。`,
    en: `The group “${groups.map((group) => group.nameEn).join(', ')}” has no members to allocate to. Add its members first.`,
  };
}
