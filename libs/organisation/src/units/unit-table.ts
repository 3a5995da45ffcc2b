import { newId, type Sql } from '#platform';
import type { ImportColumns, ImportFinding, ImportRow, ImportTable, SavedRows } from '../import-table.js';
import type { KnownUnits } from './known-units.js';
import { unitIdsByCode } from './unit-ids.js';

/** A code may be a name (上城区), yet nothing that parts a list. */
export const UNIT_CODE = {
  is: /^[^\s|,，;；]+$/u,
  says: { zh: '单位代码不能含空格、逗号、分号或“|”', en: 'A unit code holds no space, comma, semicolon or “|”' },
};

const columns = {
  code: { type: 'text', maxLength: 64, required: true, pattern: UNIT_CODE },
  name: { type: 'text', maxLength: 200, required: true },
  name_en: { type: 'text', maxLength: 300 },
  aliases: { type: 'list', maxItems: 50, maxLength: 200 },
  unit_type: { type: 'text', maxLength: 64, required: true },
  is_group: { type: 'yesNo', required: true },
  parent_code: { type: 'unit' },
  source_files: { type: 'list', maxItems: 50, maxLength: 200, mayBeMissing: true },
  note: { type: 'text', maxLength: 1000, mayBeMissing: true },
} as const satisfies ImportColumns;

type UnitRow = ImportRow<typeof columns>;

/** units.csv: the organs of a tenant, and the groups that stand for many of them. */
export const unitTable: ImportTable<typeof columns> = {
  kind: 'units',
  title: { zh: '单位', en: 'Units' },
  names: ['units'],
  columns,
  key: ['code'],

  brings: (rows) =>
    rows.map(({ cells }) => ({
      code: cells.code,
      name: cells.name,
      aliases: cells.aliases,
      isGroup: cells.is_group,
      parentCode: cells.parent_code,
    })),

  check: (rows, known) => rows.filter(({ cells }) => isOwnAncestor(cells.code, known)).map(loopFinding),

  save: saveUnits,
};

function isOwnAncestor(code: string, known: KnownUnits): boolean {
  const seen = new Set<string>();
  let parent = known.withCode(code)?.parentCode ?? '';
  while (parent !== '' && !seen.has(parent)) {
    if (parent === code) return true;
    seen.add(parent);
    parent = known.withCode(parent)?.parentCode ?? '';
  }
  return false;
}

function loopFinding({ row, cells }: UnitRow): ImportFinding {
  return {
    row,
    column: 'parent_code',
    value: cells.parent_code,
    code: 'unit.own-ancestor',
    message: {
      zh: '该单位经上级关系又回到自身，请改正 parent_code。',
      en: 'The unit is its own ancestor. Correct parent_code.',
    },
  };
}

async function saveUnits(sql: Sql, tenantId: string, rows: UnitRow[]): Promise<SavedRows> {
  const ids = await unitIdsByCode(sql, tenantId);
  for (const { cells } of rows) if (!ids.has(cells.code)) ids.set(cells.code, newId());
  const records = rows.map(({ cells }) => ({
    ...cells,
    unit_id: ids.get(cells.code),
    parent_id: ids.get(cells.parent_code) ?? null,
  }));
  const written = await sql.query<{ added: boolean }>(
    `insert into units as u
       (unit_id, tenant_id, code, name, name_en, aliases, unit_type, is_group, parent_id, sources, note)
     select r.unit_id, $1, r.code, r.name, r.name_en, r.aliases, r.unit_type, r.is_group, r.parent_id, r.source_files, r.note
       from jsonb_to_recordset($2::jsonb) as r (unit_id uuid, code text, name text, name_en text, aliases text[],
            unit_type text, is_group boolean, parent_id uuid, source_files text[], note text)
     on conflict (tenant_id, code) do update
        set name = excluded.name, name_en = excluded.name_en, aliases = excluded.aliases,
            unit_type = excluded.unit_type, is_group = excluded.is_group, parent_id = excluded.parent_id,
            sources = excluded.sources, note = excluded.note
      where (u.name, u.name_en, u.aliases, u.unit_type, u.is_group, u.parent_id, u.sources, u.note) is distinct from
            (excluded.name, excluded.name_en, excluded.aliases, excluded.unit_type, excluded.is_group,
             excluded.parent_id, excluded.sources, excluded.note)
     returning u.xmax = 0 as added`,
    [tenantId, JSON.stringify(records)],
  );
  const added = written.filter((row) => row.added).length;
  return { added, changed: written.length - added };
}
