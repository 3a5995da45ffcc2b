import { Injectable } from '@nestjs/common';
import type { Permission } from '#contracts';
import { reachOf, Tenants } from '#organisation';
import { Database, DomainError } from '#platform';
import { tenantsBelowOf, type Visitor } from './visitor.js';

/** The tenant that somebody who is signed in reads of: their own, or one below it. */
@Injectable()
export class NamedTenant {
  constructor(
    private readonly database: Database,
    private readonly tenants: Tenants,
  ) {}

  /** Its id, by its code; without one, the visitor's own. Refused with `tenant.beyond` where the permission does not reach it. */
  async id(visitor: Visitor, permission: Permission, code: string | undefined): Promise<string> {
    if (code === undefined) return visitor.tenantId;
    const named = tenantsBelowOf(visitor).find((one) => one.code === code);
    if (named && reachOf(visitor.holdings, permission).tenantIds.includes(named.tenantId)) return named.tenantId;
    if ((await this.tenants.ref(this.database, visitor.tenantId)).code === code) return visitor.tenantId;
    throw new DomainError('missing', 'tenant.beyond', {
      zh: `没有代码为“${code}”的下级，或您的岗位不能查看。请从列表中选择。`,
      en: `There is no district of the code “${code}” below yours, or your post does not read it. Choose one from the list.`,
    });
  }
}
