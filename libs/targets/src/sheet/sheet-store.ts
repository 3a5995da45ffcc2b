import { DomainError, type Sql } from '#platform';
import type { ContentField } from './row-content.js';
import type { RowRecord, SheetRecord } from './sheet-record.js';

/** Where each field of a target's content is kept. */
const COLUMNS: Record<ContentField, { column: string; type: string }> = {
  indicator: { column: 'indicator', type: 'text' },
  target: { column: 'target', type: 'text' },
  operator: { column: 'operator', type: 'text' },
  value: { column: 'value', type: 'double precision' },
  unit: { column: 'measured_in', type: 'text' },
  baseline: { column: 'baseline', type: 'text' },
  polarity: { column: 'polarity', type: 'text' },
  nature: { column: 'nature', type: 'text' },
  weight: { column: 'weight', type: 'integer' },
  current: { column: 'current', type: 'text' },
  situation: { column: 'situation', type: 'text' },
  keyFactors: { column: 'key_factors', type: 'text' },
  methods: { column: 'methods', type: 'text' },
  measures: { column: 'measures', type: 'text' },
  ledger: { column: 'ledger', type: 'text' },
  milestones: { column: 'milestones', type: 'jsonb' },
  coopUnitIds: { column: 'coop_unit_ids', type: 'uuid[]' },
  sourcePaper: { column: 'source_paper', type: 'text' },
};

const FIELDS = Object.entries(COLUMNS);
const CONTENT = `jsonb_build_object(${FIELDS.map(([field, { column }]) => `'${field}', ${column}`).join(', ')})`;
const CONTENT_COLUMNS = FIELDS.map(([, { column }]) => column).join(', ');
const GIVEN_COLUMNS = FIELDS.map(([field]) => `c."${field}"`).join(', ');
const GIVEN_TYPES = FIELDS.map(([field, { type }]) => `"${field}" ${type}`).join(', ');
const SETTING = FIELDS.map(([field, { column }]) => `${column} = c."${field}"`).join(', ');

const SHEET = `
  SELECT s.sheet_id AS "sheetId", s.tenant_id AS "tenantId", s.instance_id AS "instanceId", i.version, i.states, s.year,
    s.unit_id AS "unitId", s.kind, s.origin, jsonb_build_object('zh', s.title_zh, 'en', s.title_en) AS title,
    (SELECT count(*)::integer FROM sheet_submissions b WHERE b.sheet_id = s.sheet_id) AS submissions, s.published_at AS "publishedAt", s.comments_open AS "commentsOpen", s.issued_at AS "issuedAt",
    s.approval_paper AS "approvalPaper"
  FROM target_sheets s JOIN instances i USING (instance_id)
  WHERE s.tenant_id = ANY ($1) AND s.sheet_id = $2`;

const ROW = `
  SELECT row_id AS "rowId", no, revision, field_revisions AS "fieldRevisions", origin, class, kpi_no AS "kpiNo", plan,
    from_above AS "fromAbove", locked, returned, ${CONTENT} AS content
  FROM target_rows`;

/** One sheet; refused with `sheet.missing` where none of these tenants has one of that id. */
export async function loadSheet(sql: Sql, tenantIds: readonly string[], sheetId: string): Promise<SheetRecord> {
  return the(await sql.query<SheetRecord>(SHEET, [tenantIds, sheetId]));
}

/** One sheet whose case stays in its states until the transaction ends: steps and changes of rows wait for one another. */
export async function holdSheet(sql: Sql, tenantId: string, sheetId: string): Promise<SheetRecord> {
  return the(await sql.query<SheetRecord>(`${SHEET} FOR SHARE OF i`, [[tenantId], sheetId]));
}

/** The targets of a sheet in their order. */
export function loadRows(sql: Sql, sheetId: string): Promise<RowRecord[]> {
  return sql.query<RowRecord>(`${ROW} WHERE sheet_id = $1 ORDER BY no`, [sheetId]);
}

/** One target, kept for the transaction; null where the sheet has none of that id. */
export async function holdRow(sql: Sql, sheetId: string, rowId: string): Promise<RowRecord | null> {
  const [row] = await sql.query<RowRecord>(`${ROW} WHERE sheet_id = $1 AND row_id = $2 FOR UPDATE`, [sheetId, rowId]);
  return row ?? null;
}

export async function insertRows(sql: Sql, tenantId: string, rows: (RowRecord & { sheetId: string })[]): Promise<void> {
  await sql.query(
    `INSERT INTO target_rows (row_id, tenant_id, sheet_id, no, revision, field_revisions, origin, class, kpi_no, plan, from_above, locked,
       returned, ${CONTENT_COLUMNS})
     SELECT r."rowId", $1, r."sheetId", r.no, r.revision, r."fieldRevisions", r.origin, r.class, r."kpiNo", r.plan, r."fromAbove", r.locked,
       r.returned, ${GIVEN_COLUMNS}
     FROM jsonb_to_recordset($2::jsonb) AS r("rowId" uuid, "sheetId" uuid, no integer, revision integer, "fieldRevisions" jsonb, origin text,
         class text, "kpiNo" text, plan jsonb, "fromAbove" boolean, locked boolean, returned boolean, content jsonb)
       CROSS JOIN LATERAL jsonb_to_record(r.content) AS c(${GIVEN_TYPES})`,
    [tenantId, JSON.stringify(rows)],
  );
}

/** Writes what a target says now, under its next revision. */
export async function updateRow(sql: Sql, row: RowRecord): Promise<void> {
  await sql.query(
    `UPDATE target_rows SET revision = $2, field_revisions = $3::jsonb, class = $4, ${SETTING}
     FROM jsonb_to_record($5::jsonb) AS c(${GIVEN_TYPES}) WHERE row_id = $1`,
    [row.rowId, row.revision, JSON.stringify(row.fieldRevisions), row.class, JSON.stringify(row.content)],
  );
}

function the(sheets: SheetRecord[]): SheetRecord {
  const [sheet] = sheets;
  if (sheet) return sheet;
  throw sheetMissing();
}

/** One refusal for a sheet that is not there and one that is not the reader’s, so that nobody learns which it is. */
export function sheetMissing(): DomainError {
  return new DomainError('missing', 'sheet.missing', {
    zh: '没有这份申报表，或者它属于其他单位且尚未公布或下达。请回到目标列表核对。',
    en: 'There is no such sheet, or it is another unit’s and not yet published or issued. Check it in the list of targets.',
  });
}
