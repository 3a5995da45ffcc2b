import { unitIdsByCode, type ImportColumns, type ImportRow, type ImportTable, type SavedRows } from '#organisation';
import { newId, type Sql } from '#platform';
import { unitListsFinding } from './unit-lists.js';

const columns = {
  target_no: { type: 'text', maxLength: 32, required: true },
  name: { type: 'text', maxLength: 200, required: true },
  content: { type: 'text', maxLength: 4000, required: true },
  lead_departments: { type: 'list', maxItems: 100, maxLength: 200 },
  lead_department_codes: { type: 'units', maxItems: 100 },
  lead_list_open_ended: { type: 'yesNo', required: true },
  assessment_methods: { type: 'list', maxItems: 20, maxLength: 100 },
  source_file: { type: 'text', maxLength: 200, mayBeMissing: true },
  note: { type: 'text', maxLength: 1000, mayBeMissing: true },
} as const satisfies ImportColumns;

type SpecialTargetRow = ImportRow<typeof columns>;

/** special_targets.csv: the key special targets of the plan. */
export const specialTargetTable: ImportTable<typeof columns> = {
  kind: 'special-targets',
  title: { zh: '重点专项目标', en: 'Key special targets' },
  names: ['special_targets'],
  columns,
  key: ['target_no'],

  check: (rows) =>
    rows.flatMap(
      ({ row, cells }) =>
        unitListsFinding({
          row,
          names: cells.lead_departments,
          namesColumn: 'lead_departments',
          codes: cells.lead_department_codes,
          codesColumn: 'lead_department_codes',
        }) ?? [],
    ),

  save: saveSpecialTargets,
};

async function saveSpecialTargets(sql: Sql, tenantId: string, rows: SpecialTargetRow[]): Promise<SavedRows> {
  const unitIds = await unitIdsByCode(sql, tenantId);
  const records = rows.map(({ cells }) => ({
    ...cells,
    special_target_id: newId(),
    unit_ids: cells.lead_department_codes.map((code) => unitIds.get(code)),
  }));
  const written = await sql.query<{ added: boolean }>(
    `insert into special_targets as s (special_target_id, tenant_id, target_no, name, content, lead_unit_ids,
            lead_unit_names, is_lead_list_open, methods, source, note)
     select r.special_target_id, $1, r.target_no, r.name, r.content, r.unit_ids, r.lead_departments,
            r.lead_list_open_ended, r.assessment_methods, r.source_file, r.note
       from jsonb_to_recordset($2::jsonb) as r (special_target_id uuid, target_no text, name text, content text,
            unit_ids uuid[], lead_departments text[], lead_list_open_ended boolean, assessment_methods text[],
            source_file text, note text)
         on conflict (tenant_id, target_no) do update
        set name = excluded.name, content = excluded.content, lead_unit_ids = excluded.lead_unit_ids,
            lead_unit_names = excluded.lead_unit_names, is_lead_list_open = excluded.is_lead_list_open,
            methods = excluded.methods, source = excluded.source, note = excluded.note
      where (s.name, s.content, s.lead_unit_ids, s.lead_unit_names, s.is_lead_list_open, s.methods, s.source, s.note)
            is distinct from
            (excluded.name, excluded.content, excluded.lead_unit_ids, excluded.lead_unit_names,
             excluded.is_lead_list_open, excluded.methods, excluded.source, excluded.note)
     returning s.xmax = 0 as added`,
    [tenantId, JSON.stringify(records)],
  );
  const added = written.filter((row) => row.added).length;
  return { added, changed: written.length - added };
}
