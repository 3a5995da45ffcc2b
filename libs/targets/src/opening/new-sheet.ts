import type { RowContent, TargetOrigin, Text, UnitRef } from '#contracts';
import type { Actor, Engine } from '#engine';
import type { Sql } from '#platform';
import { ANNUAL_TARGET } from '../process/annual-target-source.js';
import { BLANK_CONTENT } from '../sheet/row-content.js';
import { factsOf } from '../sheet/sheet-facts.js';
import type { RowRecord } from '../sheet/sheet-record.js';
import { insertRows } from '../sheet/sheet-store.js';
import type { PlannedRow } from './allocation.js';

/** A sheet that does not exist yet. */
export interface NewSheet {
  sheetId: string;
  year: number;
  unit: UnitRef;
  kind: 'main' | 'supplement';
  origin: TargetOrigin;
  /** The KPI whose value a supplement waits for. */
  kpi: { kpiNo: string; indicator: string } | null;
  rows: RowRecord[];
}

/** Makes sheets with their rows and starts their cases, in the caller’s transaction. */
export async function startSheets(
  sql: Sql,
  engine: Engine,
  tenantId: string,
  actor: Actor,
  at: Date,
  sheets: NewSheet[],
): Promise<string[]> {
  const made = sheets.map((sheet) => {
    const title = titleOf(sheet);
    return {
      sheetId: sheet.sheetId,
      year: sheet.year,
      unitId: sheet.unit.unitId,
      kind: sheet.kind,
      origin: sheet.origin,
      kpiNo: sheet.kpi?.kpiNo ?? null,
      titleZh: title.zh,
      titleEn: title.en,
    };
  });
  await sql.query(
    `INSERT INTO target_sheets (sheet_id, tenant_id, year, unit_id, kind, origin, kpi_no, title_zh, title_en, made_at)
     SELECT s."sheetId", $1, s.year, s."unitId", s.kind, s.origin, s."kpiNo", s."titleZh", s."titleEn", $3
     FROM jsonb_to_recordset($2::jsonb) AS s("sheetId" uuid, year integer, "unitId" uuid, kind text, origin text, "kpiNo" text, "titleZh" text, "titleEn" text)`,
    [tenantId, JSON.stringify(made), at],
  );
  await insertRows(
    sql,
    tenantId,
    sheets.flatMap((sheet) => sheet.rows.map((row) => ({ ...row, sheetId: sheet.sheetId }))),
  );
  const started = await engine.startMany(
    sheets.map((sheet) => ({
      tenantId,
      workflow: ANNUAL_TARGET,
      title: titleOf(sheet),
      unitId: sheet.unit.unitId,
      recordId: sheet.sheetId,
      subject: { ...factsOf({ ...sheet, unitId: sheet.unit.unitId }, sheet.rows, 0) },
      actor,
      key: `sheet/${sheet.sheetId}`,
    })),
    sql,
  );
  await sql.query(
    `UPDATE target_sheets s SET instance_id = i.instance_id FROM instances i
     WHERE s.tenant_id = $1 AND i.instance_id = ANY ($2::uuid[]) AND i.record_id = s.sheet_id`,
    [tenantId, started.map((one) => one.instanceId)],
  );
  return started.map((one) => one.instanceId);
}

/** The row that carries out a plan row, as the office allocates it. */
export function allocatedRow(rowId: string, no: number, row: PlannedRow): RowRecord {
  const { plan } = row;
  const coopUnitIds = row.coopUnits.map((unit) => unit.unitId);
  const content: RowContent = {
    ...BLANK_CONTENT,
    indicator: plan.indicator,
    target: row.target,
    operator: plan.operator === '' ? '=' : plan.operator,
    value: row.value,
    unit: plan.unit,
    polarity: plan.polarity,
    weight: row.weight,
    coopUnitIds,
  };
  return {
    rowId,
    no,
    revision: 1,
    fieldRevisions: {},
    origin: 'assigned',
    class: 'key',
    kpiNo: plan.kpiNo,
    plan: {
      domain: plan.domain,
      fiveYearTarget: plan.fiveYearTarget,
      planTarget: plan.target,
      decomposition: plan.decomposition,
      operator: plan.operator,
      value: plan.value,
      unit: plan.unit,
      polarity: plan.polarity,
      coopUnitIds,
    },
    fromAbove: row.fromAbove,
    locked: false,
    returned: false,
    content,
  };
}

function titleOf({ unit, year, kpi }: NewSheet): Text {
  if (!kpi) return { zh: `${unit.name}${year}年度目标申报表`, en: `${unit.nameEn}: targets for ${year}` };
  return {
    zh: `${unit.name}${year}年度目标补充申报表（${kpi.indicator}）`,
    en: `${unit.nameEn}: supplementary target for ${year} (${kpi.indicator})`,
  };
}
