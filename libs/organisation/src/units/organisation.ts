import { Injectable } from '@nestjs/common';
import type { Post, Text, UnitRef } from '#contracts';
import { Clock, type Sql } from '#platform';
import type { TenantBelow } from '../tenants/tenants.js';

/** Somebody who holds a post now. */
export interface Holder {
  accountId: string;
  email: string;
  locale: 'zh' | 'en';
  name: Text;
  unitId: string;
}

export interface HeldPost {
  post: Post;
  unit: UnitRef;
  /** The units below, for the posts whose rights go down the tree. */
  below: string[];
  /** The tenants below, for the posts whose rights go into them. */
  tenantsBelow: TenantBelow[];
}

const REF = `u.unit_id as "unitId", u.code, u.name, coalesce(nullif(u.name_en, ''), u.name) as "nameEn"`;
const HELD_AT = (instant: string) => `h.valid_from <= ${instant} and (h.valid_to is null or h.valid_to > ${instant})`;

/** Knows the units of a tenant, and who holds which post in them. */
@Injectable()
export class Organisation {
  constructor(private readonly clock: Clock) {}

  /** The units with these ids, by id; unknown ones are left out. */
  refsByIds(sql: Sql, tenantId: string, unitIds: readonly string[]): Promise<Map<string, UnitRef>> {
    return this.refsIn(sql, [tenantId], unitIds);
  }

  /** The units of any of these tenants with these ids, by id; unknown ones are left out. */
  async refsIn(sql: Sql, tenantIds: readonly string[], unitIds: readonly string[]): Promise<Map<string, UnitRef>> {
    if (unitIds.length === 0) return new Map();
    const refs = await sql.query<UnitRef>(
      `select ${REF} from units u where u.tenant_id = any ($1) and u.unit_id = any ($2)`,
      [tenantIds, [...new Set(unitIds)]],
    );
    return new Map(refs.map((ref) => [ref.unitId, ref]));
  }

  /** Which of these ids are units that can be given work: groups stand for others and cannot. */
  async workingUnits(sql: Sql, tenantId: string, unitIds: readonly string[]): Promise<Set<string>> {
    const rows = await sql.query<{ unitId: string }>(
      `select unit_id as "unitId" from units where tenant_id = $1 and unit_id = any ($2) and not is_group`,
      [tenantId, [...new Set(unitIds)]],
    );
    return new Set(rows.map(({ unitId }) => unitId));
  }

  /** The units with these codes, by code; unknown ones are left out. */
  async refsByCodes(sql: Sql, tenantId: string, codes: readonly string[]): Promise<Map<string, UnitRef>> {
    const refs = await sql.query<UnitRef>(`select ${REF} from units u where u.tenant_id = $1 and u.code = any ($2)`, [
      tenantId,
      [...new Set(codes)],
    ]);
    return new Map(refs.map((ref) => [ref.code, ref]));
  }

  /** Units (no groups) whose code, name or alias contains the text; those that begin with it come first. */
  search(sql: Sql, tenantId: string, text: string, limit = 20): Promise<UnitRef[]> {
    return sql.query<UnitRef>(
      `select ${REF} from units u
        where u.tenant_id = $1 and not u.is_group
          and concat_ws(chr(10), u.code, u.name, u.name_en, array_to_string(u.aliases, chr(10))) ilike '%' || $2 || '%'
        order by not (u.name ilike $2 || '%' or u.code ilike $2 || '%'), u.code
        limit $3`,
      [tenantId, text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`), limit],
    );
  }

  /** Each unit with the units it stands for: itself, or for a group its members (none where they are not listed out). */
  async expand(sql: Sql, tenantId: string, unitIds: readonly string[]): Promise<Map<string, UnitRef[]>> {
    const rows = await sql.query<UnitRef & { rootId: string }>(
      `with recursive reached as (
         select unit_id as root_id, unit_id, is_group from units where tenant_id = $1 and unit_id = any ($2)
         union
         select r.root_id, m.member_id, u.is_group
           from reached r
           join unit_group_members m on m.group_id = r.unit_id
           join units u on u.unit_id = m.member_id
          where r.is_group
       )
       select r.root_id as "rootId", ${REF}
         from reached r join units u on u.unit_id = r.unit_id
        where not r.is_group
        order by u.code`,
      [tenantId, [...new Set(unitIds)]],
    );
    const expanded = new Map<string, UnitRef[]>(unitIds.map((unitId) => [unitId, []]));
    for (const { rootId, ...ref } of rows) expanded.get(rootId)?.push(ref);
    return expanded;
  }

  /** Who holds the post now (people, no systems): in the unit, or with null anywhere in the tenant (the office, leadership). */
  async holders(sql: Sql, tenantId: string, post: Post, unitId: string | null): Promise<Holder[]> {
    const rows = await sql.query<Omit<Holder, 'name'> & { zh: string; en: string }>(
      `select a.account_id as "accountId", a.email, a.locale, a.name_zh as zh, a.name_en as en, h.unit_id as "unitId"
         from post_holdings h join accounts a on a.account_id = h.account_id
        where h.tenant_id = $1 and h.post = $2 and ($3::uuid is null or h.unit_id = $3)
          and ${HELD_AT('$4')} and not a.is_disabled and not a.is_system
        order by a.account`,
      [tenantId, post, unitId, this.clock.now()],
    );
    return rows.map(({ zh, en, ...holder }) => ({ ...holder, name: { zh, en } }));
  }
}
