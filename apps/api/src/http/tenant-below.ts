import type { Permission } from '#contracts';
import { reachOf } from '#organisation';
import { DomainError } from '#platform';
import type { Visitor } from './visitor.js';

/** The tenant that a request is about: the visitor's own, or one below that is named; refused with `tenant.beyond` where the permission does not reach it. */
export function tenantNamed(visitor: Visitor, permission: Permission, code: string | undefined): string {
  if (code === undefined) return visitor.tenantId;
  const named = visitor.posts.flatMap(({ tenantsBelow }) => tenantsBelow).find((one) => one.code === code);
  if (named && reachOf(visitor.holdings, permission).tenantIds.includes(named.tenantId)) return named.tenantId;
  throw new DomainError('missing', 'tenant.beyond', {
    zh: `没有代码为“${code}”的下级，或您的岗位不能查看。请从列表中选择。`,
    en: `There is no district of the code “${code}” below yours, or your post does not read it. Choose one from the list.`,
  });
}
