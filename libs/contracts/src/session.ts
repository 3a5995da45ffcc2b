import type { Post } from './definition.js';
import type { TenantRef } from './tenant.js';
import type { Text } from './text.js';
import type { UnitRef } from './case.js';

/** Who is signed in, and what they may do. */
export interface SessionView {
  accountId: string;
  account: string;
  /** The name of the post, never of a person: 市环保局经办人. */
  name: Text;
  posts: { post: Post; title: Text; unit: UnitRef | null }[];
  tenant: TenantRef;
  /** Those below that the reader's posts read as well, whole. */
  tenantsBelow: TenantRef[];
  permissions: Permission[];
  /** Present only while the sample tenant is loaded. */
  sample: boolean;
  /** What must be done before anything else, which is refused till then. */
  duty: Duty | null;
  /** Who said who it is: this product, for the password, or the identity provider. */
  method: 'password' | 'oidc';
}

/**
 * `password`: to set one of one's own, for the first was made by somebody else, or the present one has expired; `factor`: to turn
 * two-step verification on, for a post that must have it.
 */
export type Duty = 'password' | 'factor';

/** `POST /api/session`, `POST /api/session/code`: who signed in; where a code is to follow, nobody yet, and the ticket for it. */
export interface SignedIn {
  accountId: string | null;
  ticket: string | null;
}

/** `GET /api/oidc`: whether one can sign in through an identity provider. */
export interface OidcView {
  isOn: boolean;
}

/** `POST /api/oidc/leaving`: where the browser goes to sign out there as well; null: nowhere. */
export interface OidcLeaving {
  url: string | null;
}

/** `GET /api/factor`: how the reader's account stands with its second factor. */
export interface FactorView {
  /** ISO instant since when it is asked for; null: it is not. */
  since: string | null;
  codesLeft: number;
  /** Whether a post of the reader must have it. */
  isRequired: boolean;
}

/** `POST /api/factor`: what an authenticator app takes over. */
export interface FactorEnrolment {
  /** To be typed, in Base32. */
  secret: string;
  /** To be read by a camera: `otpauth://…`. */
  uri: string;
}

/** `POST /api/factor/confirmation`, `POST /api/factor/recovery-codes`: shown once. */
export interface RecoveryCodes {
  codes: string[];
}

/** One place where the reader is signed in: `GET /api/sessions`. Instants are ISO texts. */
export interface OwnSessionView {
  sessionId: string;
  openedAt: string;
  /** The last use, noted at most once a minute. */
  seenAt: string;
  /** When it ends however much it is used. */
  expiresAt: string;
  /** From where it was opened. */
  address: string | null;
  /** What the browser called itself. */
  device: string;
  isThis: boolean;
}

/** `DELETE /api/sessions`, `PUT /api/sessions/password`: how many other sessions were ended. */
export interface SessionsEnded {
  ended: number;
}

/** `GET /api/setup`: whether nobody can sign in yet; `added`: tenants wait that the operator added and named. */
export interface SetupView {
  needed: boolean;
  added: boolean;
}

/** `POST /api/setup`: the account that can sign in now, and the code of its tenant. */
export interface SetupDone {
  tenant: string;
  account: string;
}

/** Everything a route may demand; `noun.verb`. */
export type Permission =
  | 'inbox.read'
  | 'case.read'
  | 'case.hold'
  | 'case.move'
  | 'task.answer'
  | 'target.read'
  | 'sheet.read'
  | 'sheet.write'
  | 'year.open'
  | 'comment.read'
  | 'data.import'
  | 'mail.read'
  | 'clock.move'
  | 'definition.read'
  | 'incident.settle'
  | 'batch.manage'
  | 'message.send'
  | 'unit.read'
  | 'account.read'
  | 'account.propose'
  | 'account.approve'
  | 'account.lock'
  | 'token.revoke'
  | 'rights.read'
  | 'audit.read'
  | 'webhook.read'
  | 'webhook.manage';

export interface SampleAccount {
  /** Code of its tenant. */
  tenant: string;
  account: string;
  password: string;
  name: Text;
  role: Post;
  roleTitle: Text;
}

/** `GET /api/clock`. */
export interface ClockView {
  /** ISO instant of the product's clock. */
  now: string;
  /** The date in the tenant's zone, `YYYY-MM-DD`. */
  today: string;
  workingDay: boolean;
  dayName: Text | null;
  /** Whether the sample is loaded and the reader may move the clock. */
  movable: boolean;
  /** The next timer that will fire, if any. */
  next: { at: string; title: Text } | null;
}

/** `POST /api/clock`: moves on, never back. */
export interface ClockMove {
  by: 'day' | 'week' | 'next';
}

/** What fired while the clock moved. */
export interface ClockMoved extends ClockView {
  fired: { reminders: number; escalations: number; transitions: number };
}

export interface MailView {
  mailId: string;
  receivedAt: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  messageId: string;
  instanceId: string | null;
}
