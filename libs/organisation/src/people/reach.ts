import type { Permission, Post } from '#contracts';
import { POSTS, rulesOf } from './posts.js';

/** A post held in a unit; `below` names the units under it, for the posts whose rights go down the tree. */
export interface Holding {
  post: Post;
  unitId: string | null;
  below?: readonly string[];
  /** Of a system: all that its token permits. */
  only?: readonly Permission[];
}

/** How far somebody's permission goes, all their posts together: over everything, or over these units. */
export interface Reach {
  isEverywhere: boolean;
  unitIds: readonly string[];
  /** Whether it also goes over what was given to them, wherever that belongs. */
  hasOwn: boolean;
}

/** The posts with a right that goes down the tree of units. */
export const POSTS_OVER_SUBTREES: readonly Post[] = POSTS.filter((post) =>
  rulesOf(post).some(({ scope }) => scope === 'subtree'),
);

/** How far the permission goes that these posts give; without one that gives it, nowhere. */
export function reachOf(holdings: readonly Holding[], permission: Permission): Reach {
  const reached = { isEverywhere: false, unitIds: [] as string[], hasOwn: false };
  for (const { post, unitId, below = [], only } of holdings) {
    for (const rule of rulesOf(post, only)) {
      if (rule.permission !== permission) continue;
      reached.hasOwn = true;
      if (rule.scope === 'tenant') reached.isEverywhere = true;
      if ((rule.scope === 'unit' || rule.scope === 'subtree') && unitId) reached.unitIds.push(unitId);
      if (rule.scope === 'subtree') reached.unitIds.push(...below);
    }
  }
  return reached;
}
