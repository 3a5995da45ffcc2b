import type { ActorRef, UnitRef } from './case.js';
import type { Post } from './definition.js';
import type { Permission } from './session.js';
import type { Text } from './text.js';

/** An account as the list shows it: `GET /api/accounts`. */
export interface AccountRow {
  accountId: string;
  account: string;
  name: Text;
  email: string;
  isDisabled: boolean;
  /** Another system, known by its token. */
  isSystem: boolean;
  /** The posts that it holds now. */
  posts: { post: Post; title: Text; unit: UnitRef }[];
}

/** The next page starts after `nextCursor`. */
export interface AccountPage {
  rows: AccountRow[];
  nextCursor: string | null;
}

/** A post held in a unit, from an instant on until and without another; instants are ISO texts. */
export interface HoldingView {
  holdingId: string;
  post: Post;
  title: Text;
  unit: UnitRef;
  from: string;
  until: string | null;
  when: 'past' | 'now' | 'to-come';
}

/** One account with all its posts over time, and every proposal about it, both the newest first: `GET /api/accounts/{accountId}`. */
export interface AccountDetail extends AccountRow {
  holdings: HoldingView[];
  proposals: ProposalView[];
  /** Of a system; null: somebody who signs in. */
  token: TokenView | null;
}

/** By what a system is known: instants are ISO texts of the database's clock. */
export interface TokenView {
  permissions: Permission[];
  issuedAt: string;
  expiresAt: string;
  revokedAt: string | null;
  /** Noted at most once a minute. */
  lastUsedAt: string | null;
  /** Whether it still opens anything. */
  isLive: boolean;
}

/** A post with its name and what it may do: `GET /api/posts`. */
export interface PostView {
  post: Post;
  title: Text;
  permissions: Permission[];
  /** Whether a system may act in it: not in one of the three administrators'. */
  isForSystems: boolean;
}

/**
 * One thing that somebody asks for: `POST /api/proposals`. Days are `YYYY-MM-DD` in the tenant's zone: `from` the first day (null:
 * at once), `until` the last one (null: without end; where a post ends: at once).
 */
export type AccountChange =
  | { do: 'add' | 'rename'; account: string; name: string; nameEn: string; email: string }
  | { do: 'grant'; account: string; post: Post; unitId: string; from: string | null; until: string | null }
  | { do: 'end'; holdingId: string; until: string | null }
  | { do: 'disable' | 'enable' | 'reset'; account: string }
  | {
      /** A token for another system, with an account of its own, that acts in one post for so many days (1–365). */
      do: 'token';
      account: string;
      name: string;
      nameEn: string;
      post: Post;
      unitId: string;
      permissions: Permission[];
      days: number;
    };

/** One thing that a proposal does, in words: who gets or loses what, where, from and until when. */
export interface ProposedChange {
  do: AccountChange['do'];
  account: string;
  name: Text;
  email: string | null;
  post: Post | null;
  title: Text | null;
  unit: UnitRef | null;
  from: string | null;
  until: string | null;
  /** Of a token: all that it permits. */
  permissions: Permission[] | null;
  /** Of a token: how long it lives from its approval on. */
  days: number | null;
}

/**
 * How it came into force: `two-step`, approved by somebody else; `first`, the tenant's first security administrator; `lock`, a
 * security administrator locked an account at once.
 */
export type ProposalWay = 'two-step' | 'first' | 'lock';

export type ProposalStatus = 'open' | 'approved' | 'refused' | 'withdrawn';

/** Changes to accounts and posts that one asked for and another decides. */
export interface ProposalView {
  proposalId: string;
  way: ProposalWay;
  status: ProposalStatus;
  changes: ProposedChange[];
  reason: string;
  proposedBy: ActorRef | null;
  proposedAt: string;
  decidedBy: ActorRef | null;
  decidedAt: string | null;
  /** Why it was refused, where it was. */
  answer: string | null;
}

export interface ProposalPage {
  rows: ProposalView[];
  nextCursor: string | null;
  /** How many wait for a decision. */
  open: number;
}

/** What became of a proposal. First passwords and tokens are shown here once, and kept nowhere. */
export interface ProposalResult {
  proposalId: string;
  status: ProposalStatus;
  passwords: { account: string; password: string }[];
  tokens: { account: string; token: string }[];
}

/** One line of a list of people: that an account holds a post in a unit. Days as in `AccountChange`. */
export interface PersonLine {
  account: string;
  name: string;
  nameEn: string;
  email: string;
  post: Post;
  unitCode: string;
  from: string | null;
  until: string | null;
}

/** `PUT /api/organisation/people`: which proposal waits for approval, with how many changes; none where all is as listed. */
export interface PeopleSynced {
  proposalId: string | null;
  changes: number;
}
