import type { Sql } from '#platform';

/** The ids of all of a tenant's units by code. */
export async function unitIdsByCode(sql: Sql, tenantId: string): Promise<Map<string, string>> {
  const rows = await sql.query<{ code: string; unitId: string }>(
    `select code, unit_id as "unitId" from units where tenant_id = $1`,
    [tenantId],
  );
  return new Map(rows.map(({ code, unitId }) => [code, unitId]));
}
