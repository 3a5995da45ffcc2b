import type { Post } from '#contracts';

/** What a password must be. */
export interface PasswordPolicy {
  /** Characters, at least. */
  least: number;
  /** Of small letters, capitals, digits and others, so many must occur; 0: it does not matter. */
  classes: number;
  /** Days after which another is due; null: never. */
  expiresAfterDays: number | null;
  /** So many passwords, the present one among them, are not taken again; 0: it does not matter. */
  remembered: number;
  /** Whether words that everybody tries first, and names of the place, count for nothing. */
  refusesCommon: boolean;
}

/** When failed sign-ins lock; the lock lasts so many minutes after the last of them. */
export interface LockOut {
  ofAccount: number;
  /** Many people may sit behind one address. */
  ofAddress: number;
  minutes: number;
}

export type PolicyName = 'mlps' | 'asvs';

const PROFILES: Record<PolicyName, { password: PasswordPolicy; lockOut: LockOut }> = {
  // GB/T 22239-2019 8.1.4.1 a and b as commonly read: complexity, regular change, lock-out.
  mlps: {
    password: { least: 10, classes: 3, expiresAfterDays: 90, remembered: 5, refusesCommon: false },
    lockOut: { ofAccount: 5, ofAddress: 100, minutes: 30 },
  },
  // OWASP ASVS 5 6.2: length and no words that everybody tries, instead of classes and rotation.
  asvs: {
    password: { least: 12, classes: 0, expiresAfterDays: null, remembered: 1, refusesCommon: true },
    lockOut: { ofAccount: 10, ofAddress: 100, minutes: 15 },
  },
};

/** How strictly this installation lets people in: one profile for all of its tenants, with the posts that need two factors. */
export class SignInPolicy {
  readonly password: PasswordPolicy;
  readonly lockOut: LockOut;

  constructor(
    readonly name: PolicyName,
    /** Who holds one of these posts signs in with a second factor. */
    readonly factorPosts: readonly Post[] = [],
  ) {
    ({ password: this.password, lockOut: this.lockOut } = PROFILES[name]);
  }
}
