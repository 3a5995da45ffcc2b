import type { Post } from '#contracts';

/** What an identity provider said of somebody, its signature checked. */
export interface Claimed {
  issuer: string;
  subject: string;
  /** Null where the provider did not say that it is verified. */
  verifiedEmail: string | null;
  /** `preferred_username`. */
  username: string | null;
  groups: readonly string[];
  /** Kept, sealed, to sign out there as well. */
  idToken: string;
}

/** That the members of a group hold a post. */
export interface GroupPost {
  group: string;
  post: Post;
  unitCode: string;
  /** Code of the tenant where they hold it; null: the first. */
  tenant: string | null;
}

/** How the installation takes what the provider says. */
export interface IdentityRules {
  /** By what somebody who comes for the first time is found among the accounts. */
  linkBy: 'email' | 'username';
  /** The posts that groups hold; empty: posts are none of the provider's business. */
  groupPosts: readonly GroupPost[];
}
