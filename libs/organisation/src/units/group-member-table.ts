import type { Text } from '#contracts';
import { newId, type Sql } from '#platform';
import type { ImportColumns, ImportFinding, ImportRow, ImportTable, SavedRows } from '../import-table.js';
import { KnownUnits, type KnownUnit } from './known-units.js';
import { unitIdsByCode } from './unit-ids.js';
import { UNIT_CODE } from './unit-table.js';

const columns = {
  group_code: { type: 'unit', required: true },
  member_name: { type: 'text', maxLength: 64, required: true },
  member_unit_code: { type: 'unit' },
  member_named_in_seeds: { type: 'yesNo', mayBeMissing: true },
  basis: { type: 'text', maxLength: 500, mayBeMissing: true },
} as const satisfies ImportColumns;

type MemberRow = ImportRow<typeof columns>;

/** Units that only a group's list names are districts or areas: what the groups of the plan stand for. */
const NEW_UNIT_TYPE = 'district_or_area';

/**
 * unit_group_members.csv: who belongs to a group. A member without a code names its unit by name or alias; where no unit
 * is called so, a new one is made whose code is that name.
 */
export const groupMemberTable: ImportTable<typeof columns> = {
  kind: 'unit-group-members',
  title: { zh: '单位组成员', en: 'Group members' },
  names: ['unit_group_members', 'unit_group_members_assumed'],
  columns,
  key: ['group_code', 'member_name'],

  brings: (rows, known) => newUnits(rows, known),

  check(rows, known) {
    const seen = new Map<string, number>();
    return rows.flatMap((row) => finding(row, known, seen) ?? []);
  },

  save: saveMembers,
};

function newUnits(rows: MemberRow[], known: KnownUnits): KnownUnit[] {
  const names = rows
    .filter(({ cells }) => cells.member_unit_code === '' && known.withCode(cells.member_name) === undefined)
    .map(({ cells }) => cells.member_name)
    .filter((name) => known.named(name).length === 0);
  return [...new Set(names)].map((name) => ({ code: name, name, aliases: [], isGroup: false, parentCode: '' }));
}

/** The code of the unit that a row means, or null where several are called so. */
function memberCode({ cells }: MemberRow, known: KnownUnits): string | null {
  if (cells.member_unit_code !== '') return cells.member_unit_code;
  const [unit, ...others] = known.named(cells.member_name);
  if (unit === undefined) return cells.member_name;
  return others.length === 0 ? unit.code : null;
}

function finding(row: MemberRow, known: KnownUnits, seen: Map<string, number>): ImportFinding | null {
  const { group_code: group, member_name: name } = row.cells;
  const refuse = (column: string, value: string, code: string, message: Text) => ({
    row: row.row,
    column,
    value,
    code,
    message,
  });
  if (known.withCode(group)?.isGroup === false) {
    return refuse('group_code', group, 'group.expected', {
      zh: '该单位不是单位组，请填写 is_group 为 yes 的单位代码。',
      en: 'This unit is no group. Give the code of a unit whose is_group is yes.',
    });
  }
  const code = memberCode(row, known);
  if (code === null) {
    return refuse('member_name', name, 'member.ambiguous', {
      zh: '有多个单位叫这个名称，请在 member_unit_code 填写单位代码。',
      en: 'Several units bear this name. Give the code of one in member_unit_code.',
    });
  }
  if (!UNIT_CODE.is.test(code)) return refuse('member_name', name, 'cell.pattern', UNIT_CODE.says);
  if (code === group) {
    return refuse('member_name', name, 'member.group-itself', {
      zh: '单位组不能是自己的成员，请改正成员。',
      en: 'A group cannot be its own member. Correct the member.',
    });
  }
  const before = seen.get(`${group}|${code}`);
  if (before !== undefined) {
    return refuse('member_name', name, 'row.repeated', {
      zh: `与第 ${before} 行是同一单位组的同一成员，请删去一行。`,
      en: `Row ${before} names the same member of the same group. Remove one of the two.`,
    });
  }
  seen.set(`${group}|${code}`, row.row);
  return null;
}

async function saveMembers(sql: Sql, tenantId: string, rows: MemberRow[]): Promise<SavedRows> {
  const known = await KnownUnits.load(sql, tenantId);
  const units = newUnits(rows, known);
  known.add(units);
  await addUnits(sql, tenantId, units);
  const ids = await unitIdsByCode(sql, tenantId);
  const records = rows.map((row) => ({
    group_id: ids.get(row.cells.group_code),
    member_id: ids.get(memberCode(row, known) ?? ''),
    basis: row.cells.basis,
    is_documented: row.cells.member_named_in_seeds ?? false,
  }));
  const written = await sql.query<{ added: boolean }>(
    `insert into unit_group_members as m (group_id, member_id, tenant_id, basis, is_documented)
     select r.group_id, r.member_id, $1, r.basis, r.is_documented
       from jsonb_to_recordset($2::jsonb) as r (group_id uuid, member_id uuid, basis text, is_documented boolean)
     on conflict (group_id, member_id) do update set basis = excluded.basis, is_documented = excluded.is_documented
      where (m.basis, m.is_documented) is distinct from (excluded.basis, excluded.is_documented)
     returning m.xmax = 0 as added`,
    [tenantId, JSON.stringify(records)],
  );
  const added = written.filter((row) => row.added).length;
  return { added, changed: written.length - added };
}

async function addUnits(sql: Sql, tenantId: string, units: KnownUnit[]): Promise<void> {
  const records = units.map(({ code, name }) => ({ unit_id: newId(), code, name }));
  await sql.query(
    `insert into units (unit_id, tenant_id, code, name, unit_type)
     select r.unit_id, $1, r.code, r.name, $3
       from jsonb_to_recordset($2::jsonb) as r (unit_id uuid, code text, name text)
     on conflict (tenant_id, code) do nothing`,
    [tenantId, JSON.stringify(records), NEW_UNIT_TYPE],
  );
}
