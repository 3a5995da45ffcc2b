import type { Permission, Post } from '#contracts';
import { POSTS, rulesOf, type Scope } from './posts.js';

/**
 * A post held in a unit; `below` names the units under it, for the posts whose rights go down the tree, and `tenantsBelow` the
 * tenants under that of the unit, for those whose rights go into them.
 */
export interface Holding {
  post: Post;
  unitId: string | null;
  below?: readonly string[];
  tenantsBelow?: readonly string[];
  /** Of a system: all that its token permits. */
  only?: readonly Permission[];
  /** How a tenant below meets a post of one above it: with no unit and no desk there, for reading alone. */
  isFromAbove?: boolean;
}

/** How far somebody's permission goes, all their posts together: over everything, or over these units. */
export interface Reach {
  isEverywhere: boolean;
  unitIds: readonly string[];
  /** Whether it also goes over what was given to them, wherever that belongs. */
  hasOwn: boolean;
  /** The tenants below, over everything in which it goes as well. */
  tenantIds: readonly string[];
}

/** The posts with a right that goes down the tree of units. */
export const POSTS_OVER_SUBTREES = postsWith('subtree');

/** The posts with a right that goes into the tenants below. */
export const POSTS_OVER_CHILDREN = postsWith('children');

/** How far the permission goes that these posts give; without one that gives it, nowhere. */
export function reachOf(holdings: readonly Holding[], permission: Permission): Reach {
  const reached = { isEverywhere: false, unitIds: [] as string[], hasOwn: false, tenantIds: [] as string[] };
  for (const { post, unitId, below = [], tenantsBelow = [], only, isFromAbove } of holdings) {
    for (const rule of rulesOf(post, only)) {
      if (rule.permission !== permission) continue;
      if (isFromAbove) {
        if (rule.scope === 'children') reached.isEverywhere = true;
        continue;
      }
      reached.hasOwn = true;
      if (rule.scope === 'tenant') reached.isEverywhere = true;
      if ((rule.scope === 'unit' || rule.scope === 'subtree') && unitId) reached.unitIds.push(unitId);
      if (rule.scope === 'subtree') reached.unitIds.push(...below);
      if (rule.scope === 'children') reached.tenantIds.push(...tenantsBelow);
    }
  }
  return { ...reached, tenantIds: [...new Set(reached.tenantIds)] };
}

/** What a tenant below meets of these posts: those that reach it, from above. This is a pure function. */
export function holdingsIn(holdings: readonly Holding[], tenantId: string): Holding[] {
  return holdings
    .filter(({ tenantsBelow = [] }) => tenantsBelow.includes(tenantId))
    .map(({ post, only }) => ({ post, unitId: null, isFromAbove: true, ...(only && { only }) }));
}

function postsWith(scope: Scope): readonly Post[] {
  return POSTS.filter((post) => rulesOf(post).some((rule) => rule.scope === scope));
}
