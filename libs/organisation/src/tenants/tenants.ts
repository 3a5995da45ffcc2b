import { Injectable } from '@nestjs/common';
import type { TenantRef, Text } from '#contracts';
import { everyTenant, newId, type Sql } from '#platform';

export interface Tenant {
  tenantId: string;
  code: string;
  name: Text;
  zoneOffset: string;
  /** The tenant above; null: none. */
  parentId: string | null;
}

/** A tenant under another, as whoever reads there knows it. */
export interface TenantBelow extends TenantRef {
  tenantId: string;
}

/** A tenant, and whether somebody can sign in to it. */
export interface KnownTenant extends Tenant {
  isInUse: boolean;
}

/** A tenant as the operator lists it. */
export interface ListedTenant extends Tenant {
  /** Code of the tenant above. */
  parentCode: string | null;
  /** How many accounts it has; none until it is set up. */
  accounts: number;
}

const TENANT = `t.tenant_id as "tenantId", t.code, json_build_object('zh', t.name_zh, 'en', t.name_en) as name, t.zone_offset as "zoneOffset",
  t.parent_id as "parentId"`;

/** Knows the tenants and the settings in which they differ. */
@Injectable()
export class Tenants {
  async withCode(sql: Sql, code: string): Promise<Tenant | null> {
    const [tenant] = await sql.query<Tenant>(`select ${TENANT} from tenants t where t.code = $1`, [code]);
    return tenant ?? null;
  }

  /** The tenant as pages name it. */
  async ref(sql: Sql, tenantId: string): Promise<TenantRef> {
    const tenant = (await this.refs(sql, [tenantId])).get(tenantId);
    if (!tenant) throw new Error(`there is no tenant ${tenantId}`);
    return tenant;
  }

  /** Tenants as pages name them, by id; unknown ones are left out. */
  async refs(sql: Sql, tenantIds: readonly string[]): Promise<Map<string, TenantRef>> {
    if (tenantIds.length === 0) return new Map();
    const tenants = await sql.query<Tenant>(`select ${TENANT} from tenants t where t.tenant_id = any ($1)`, [
      tenantIds,
    ]);
    return new Map(tenants.map(({ tenantId, code, name }) => [tenantId, { code, name }]));
  }

  /** All of them, the oldest first. */
  all(sql: Sql): Promise<KnownTenant[]> {
    return sql.query<KnownTenant>(
      `select ${TENANT}, exists (select from accounts a where a.tenant_id = t.tenant_id) as "isInUse" from tenants t order by t.tenant_id`,
    );
  }

  /** All of them for the operator, their accounts counted: never for a stranger's request. */
  listed(sql: Sql): Promise<ListedTenant[]> {
    return sql.query<ListedTenant>(
      `select ${TENANT}, above.code as "parentCode", (select count(*)::int from accounts a where a.tenant_id = t.tenant_id) as accounts
         from tenants t left join tenants above on above.tenant_id = t.parent_id order by t.tenant_id`,
    );
  }

  /** The tenants above one, the nearest first: of them a tenant learns their names and nothing else. */
  async above(sql: Sql, tenantId: string): Promise<TenantRef[]> {
    return everyTenant(() =>
      sql.query<TenantRef>(
        `with recursive above as (
           select parent_id as tenant_id, 1 as up from tenants where tenant_id = $1
           union all select t.parent_id, up + 1 from above join tenants t using (tenant_id))
         select t.code, json_build_object('zh', t.name_zh, 'en', t.name_en) as name from above join tenants t using (tenant_id) order by up`,
        [tenantId],
      ),
    );
  }

  /** Whether some tenant lies below it. */
  async hasBelow(sql: Sql, tenantId: string): Promise<boolean> {
    const [child] = await everyTenant(() => sql.query(`select from tenants where parent_id = $1 limit 1`, [tenantId]));
    return child !== undefined;
  }

  /** Added under another where one is named. */
  async add(sql: Sql, tenant: Pick<Tenant, 'code' | 'name'> & Partial<Tenant>): Promise<Tenant> {
    const added = { zoneOffset: '+08:00', parentId: null, ...tenant, tenantId: newId() };
    await sql.query(
      `insert into tenants (tenant_id, code, name_zh, name_en, zone_offset, parent_id) values ($1, $2, $3, $4, $5, $6)`,
      [added.tenantId, added.code, added.name.zh, added.name.en, added.zoneOffset, added.parentId],
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
