import type { Permission } from '#contracts';
import type { Actor } from '#engine';
import { permissionsOf } from '#organisation';
import type { Visitor } from './visitor.js';

/** The visitor in the post that gives them the permission. */
export function acting(visitor: Visitor, permission: Permission): Actor {
  const holding = visitor.holdings.find(({ post }) => permissionsOf([post]).includes(permission));
  return { accountId: visitor.accountId, post: holding?.post ?? null, unitId: holding?.unitId ?? null };
}
