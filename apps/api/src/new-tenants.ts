import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { CHINA_YEARS } from '#calendar';
import type { Text } from '#contracts';
import { Calendars, SetupCodes, Tenants, unknownTenant, type ListedTenant } from '#organisation';
import { Database, DomainError } from '#platform';
import { WorkflowPublisher } from './workflow-publisher.js';

/** The code of the tenant that the first set-up makes, with a code that the boot prints: the operator adds none of that name. */
export const FIRST = 'main';

/** Adds tenants beside those that are there, and gives each what it works with. */
@Injectable()
export class NewTenants {
  constructor(
    private readonly database: Database,
    private readonly tenants: Tenants,
    private readonly codes: SetupCodes,
    private readonly calendars: Calendars,
    private readonly publisher: WorkflowPublisher,
    private readonly operations: OperationLog,
  ) {}

  /** Adds a tenant, under another where its code is given; refused with `tenant.taken`, `tenant.reserved`, `tenant.unknown`. */
  async add({ code, name, parent }: { code: string; name: Text; parent: string | null }): Promise<void> {
    const tenantId = await this.database.transaction(async (sql) => {
      if (await this.tenants.withCode(sql, code)) throw taken(code);
      if (code === FIRST) throw reserved();
      const above = parent === null ? null : await this.tenants.withCode(sql, parent);
      if (parent !== null && above === null) throw unknownTenant(parent);
      const added = await this.tenants.add(sql, { code, name, parentId: above?.tenantId ?? null });
      const details = { code, name: name.zh, ...(parent !== null && { parent }) };
      await this.operations.note(sql, { tenantId: added.tenantId, action: 'tenant.added', details });
      return added.tenantId;
    });
    await this.equip(tenantId);
  }

  /**
   * A set-up code for the tenant, with which its first administrator is made; those that were made before hold no more. Refused
   * with `tenant.unknown`, and `tenant.set-up` where somebody can sign in to it.
   */
  async invite(code: string): Promise<string> {
    const tenant = (await this.tenants.all(this.database)).find((one) => one.code === code);
    if (!tenant) throw unknownTenant(code);
    const { tenantId, isInUse } = tenant;
    if (isInUse) throw isSetUp(code);
    return this.database.transaction(async (sql) => {
      await this.codes.end(sql, tenantId);
      return this.codes.renew(sql, tenantId);
    });
  }

  /** As the operator lists them. */
  listed(): Promise<ListedTenant[]> {
    return this.tenants.listed(this.database);
  }

  /** The calendar and the workflows that ship with this release. */
  async equip(tenantId: string): Promise<void> {
    await this.calendars.publish(tenantId, CHINA_YEARS);
    await this.publisher.publish(tenantId);
  }

  /** What ships with this release, to tenants that were made with an earlier one. */
  async keepUp(): Promise<void> {
    for (const { tenantId } of await this.tenants.all(this.database)) await this.equip(tenantId);
  }
}

function taken(code: string): DomainError {
  return new DomainError('conflict', 'tenant.taken', {
    zh: `租户 ${code} 已经有了，没有改动。请换一个代码。`,
    en: `There is a tenant ${code} already, and it was left as it is. Choose another code.`,
  });
}

function reserved(): DomainError {
  return new DomainError('conflict', 'tenant.reserved', {
    zh: `代码 ${FIRST} 留给首次设置所建的地区，没有建立。请换一个代码，例如 hangzhou。`,
    en: `The code ${FIRST} is kept for the tenant that the first set-up makes; nothing was added. Choose another, such as hangzhou.`,
  });
}

function isSetUp(code: string): DomainError {
  return new DomainError('conflict', 'tenant.set-up', {
    zh: `租户 ${code} 已经可以登录，不再需要设置码。`,
    en: `Somebody can sign in to the tenant ${code} already: it takes no set-up code any more.`,
  });
}
