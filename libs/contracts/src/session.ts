import type { Post } from './definition.js';
import type { Text } from './text.js';
import type { UnitRef } from './case.js';

/** Who is signed in, and what they may do. */
export interface SessionView {
  accountId: string;
  account: string;
  /** The name of the post, never of a person: 市环保局经办人. */
  name: Text;
  posts: { post: Post; title: Text; unit: UnitRef | null }[];
  permissions: Permission[];
  /** Present only while the sample tenant is loaded. */
  sample: boolean;
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

/** `GET /api/setup`: whether nobody can sign in yet. */
export interface SetupView {
  needed: boolean;
}

/** `POST /api/setup`: the account that can sign in now. */
export interface SetupDone {
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
  | 'rights.read'
  | 'audit.read';

export interface SampleAccount {
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
