import { Injectable } from '@nestjs/common';
import type { Text } from '#contracts';
import { newId, type Sql } from '#platform';

export interface Tenant {
  tenantId: string;
  code: string;
  name: Text;
  zoneOffset: string;
}

/** Knows the tenants and the settings in which they differ. */
@Injectable()
export class Tenants {
  async withCode(sql: Sql, code: string): Promise<Tenant | null> {
    const [row] = await sql.query<Omit<Tenant, 'name'> & { zh: string; en: string }>(
      `select tenant_id as "tenantId", code, name_zh as zh, name_en as en, zone_offset as "zoneOffset"
         from tenants where code = $1`,
      [code],
    );
    if (row === undefined) return null;
    const { zh, en, ...tenant } = row;
    return { ...tenant, name: { zh, en } };
  }

  async add(sql: Sql, tenant: { code: string; name: Text; zoneOffset?: string }): Promise<Tenant> {
    const added = { zoneOffset: '+08:00', ...tenant, tenantId: newId() };
    await sql.query(
      `insert into tenants (tenant_id, code, name_zh, name_en, zone_offset) values ($1, $2, $3, $4, $5)`,
      [added.tenantId, added.code, added.name.zh, added.name.en, added.zoneOffset],
    );
    return added;
  }

  /** The setting's value, for the reader to parse; undefined where it was never set. */
  async setting(sql: Sql, tenantId: string, name: string): Promise<unknown> {
    const [row] = await sql.query<{ value: unknown }>(
      `select value from tenant_settings where tenant_id = $1 and name = $2`,
      [tenantId, name],
    );
    return row?.value;
  }

  async set(sql: Sql, tenantId: string, name: string, value: unknown): Promise<void> {
    await sql.query(
      `insert into tenant_settings (tenant_id, name, value) values ($1, $2, $3)
       on conflict (tenant_id, name) do update set value = excluded.value`,
      [tenantId, name, JSON.stringify(value)],
    );
  }
}
