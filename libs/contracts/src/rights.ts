import type { UnitRef } from './case.js';
import type { Post } from './definition.js';
import type { Permission } from './session.js';
import type { Text } from './text.js';

/** What somebody may do, and how far: what is given to them, their unit, the units below it, everything, the tenants below. */
export interface RightView {
  permission: Permission;
  scope: 'own' | 'unit' | 'subtree' | 'tenant' | 'children';
}

/** Who gave a post: asked for by one, approved by another. Null where it came with the set-up, the terminal or the sample. */
export interface GrantView {
  proposalId: string;
  way: 'two-step' | 'first' | 'lock';
  proposedBy: Text;
  approvedBy: Text | null;
  at: string;
}

/** Why somebody may do something: they hold a post, or a task of the case lies, or lay, on their desk. */
export type RightReason =
  | {
      kind: 'post';
      post: Post;
      title: Text;
      unit: UnitRef;
      since: string;
      until: string | null;
      grant: GrantView | null;
    }
  | {
      kind: 'task';
      post: Post;
      title: Text;
      unit: UnitRef;
      /** The state that asks, as the definition calls it. */
      state: Text;
      since: string;
      isOpen: boolean;
    };

/** One account, one reason, and what it lets them do here. */
export interface RightRow {
  accountId: string;
  account: string;
  name: Text;
  isDisabled: boolean;
  rights: RightView[];
  why: RightReason;
}

/** Who can do what with a unit, an account or a case, and why: `GET /api/rights`. */
export interface RightsView {
  about: { kind: 'unit' | 'account' | 'case'; title: Text };
  /** The instant for which it holds. */
  at: string;
  /** The tenants above, which read a unit or a case as well, and the posts that do; their people are theirs to name. */
  above: { tenants: Text[]; posts: Text[] };
  rows: RightRow[];
}
