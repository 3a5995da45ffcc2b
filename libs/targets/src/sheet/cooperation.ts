import type { FieldProblem, Text } from '#contracts';
import type { Sql } from '#platform';
import { refusedFields } from './refused-fields.js';
import type { RowRecord } from './sheet-record.js';

/** Refuses cooperating units that are unknown, groups, named twice or the sheet’s own, and leaving out the plan’s joint leads. */
export async function mustCooperate(sql: Sql, tenantId: string, unitId: string, row: RowRecord): Promise<void> {
  const named = row.content.coopUnitIds;
  const known = await sql.query<{ unitId: string }>(
    `SELECT unit_id AS "unitId" FROM units WHERE tenant_id = $1 AND unit_id = ANY ($2::uuid[]) AND NOT is_group`,
    [tenantId, named],
  );
  const ids = new Set(known.map((unit) => unit.unitId));
  const missing = (row.plan?.coopUnitIds ?? []).filter((lead) => !named.includes(lead));
  const errors: FieldProblem[] = named.flatMap((id, index) => {
    const message = messageFor(id, index);
    return message ? [{ pointer: `/content/coopUnitIds/${index}`, ...message }] : [];
  });
  if (missing.length > 0)
    errors.push({ pointer: '/content/coopUnitIds', code: 'row.cooperation-assigned', message: ASSIGNED });
  if (errors.length > 0) throw refusedFields(errors);

  function messageFor(id: string, index: number): { code: string; message: Text } | null {
    if (id === unitId) return { code: 'unit.own', message: OWN };
    if (!ids.has(id)) return { code: 'unit.unknown', message: UNKNOWN };
    return named.indexOf(id) < index ? { code: 'unit.twice', message: TWICE } : null;
  }
}

const OWN: Text = { zh: '配合单位不能是本单位。', en: 'A unit cannot cooperate with itself.' };
const UNKNOWN: Text = {
  zh: '没有这个单位，或它是集合单位；请从单位目录中选择具体单位。',
  en: 'No such unit, or it is a group: choose a single unit from the list.',
};
const TWICE: Text = { zh: '配合单位重复，请去掉一个。', en: 'This unit is named twice: take one away.' };
const ASSIGNED: Text = {
  zh: '规划列出的共同责任单位不能从配合单位中去掉。',
  en: 'The joint lead units of the plan must stay among the cooperating units.',
};
