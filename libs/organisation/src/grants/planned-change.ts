import type { AccountChange, Post } from '#contracts';

/** A change as a proposal keeps it: what was asked for, and of a post that ends, which one it is and how it stood. */
export type PlannedChange =
  | Exclude<AccountChange, { do: 'end' }>
  | {
      do: 'end';
      holdingId: string;
      /** The last day; null: at once. */
      until: string | null;
      account: string;
      post: Post;
      unitId: string;
    };

/** The names of the accounts that the changes are about, each once. */
export function accountsOf(changes: readonly PlannedChange[]): string[] {
  return [...new Set(changes.map(({ account }) => account))];
}
