import type { Text } from './text.js';

/** What the operation log tells of, `noun.verb`; the pages have words for each. A new action is added here, with its words. */
export const OPERATION_ACTIONS = [
  'session.opened',
  'session.refused',
  'session.ended',
  'session.renewed',
  'access.refused',
  'password.changed',
  'account.added',
  'account.locked',
  'account.reset',
  'token.refused',
  'token.revoked',
  'identity.linked',
  'factor.added',
  'factor.removed',
  'recovery-codes.renewed',
  'grant.proposed',
  'grant.approved',
  'grant.refused',
  'grant.withdrawn',
  'grant.began',
  'post.begun',
  'post.ended',
  'setting.changed',
  'setup.carried-out',
  'tenant.added',
  'personal-data.read',
  'export.made',
  'data.imported',
  'batch.ordered',
  'batch.paused',
  'batch.resumed',
  'batch.cancelled',
  'incident.retried',
  'incident.given-up',
  'clock.moved',
  'audit.resumed',
  'definition.published',
  'message.sent',
  'webhook.added',
  'webhook.changed',
  'webhook.paused',
  'webhook.resumed',
  'webhook.stopped',
  'webhook.secret-renewed',
  'webhook.tested',
  'webhook.removed',
] as const;

/** What operations are done to, as far as the pages have words for it. */
export const OBJECT_KINDS = [
  'session',
  'account',
  'route',
  'mail',
  'sheet',
  'proposal',
  'batch',
  'timer',
  'outbox',
  'message',
  'operation-log',
  'definition',
  'webhook',
] as const;

/** One entry of the operation log: `GET /api/audit`. */
export interface OperationView {
  entryId: string;
  /** ISO instant by the database's clock. */
  at: string;
  /** The account's name then, or what was typed as one; null where the product itself acted. */
  account: string | null;
  /** The name of the post that the account stands for; null where the account is not known. */
  name: Text | null;
  /** The title of the post in which they acted. */
  post: Text | null;
  action: string;
  outcome: 'done' | 'refused';
  object: { kind: string; id: string } | null;
  address: string | null;
  device: string;
  correlationId: string | null;
  details: Record<string, unknown>;
}

/** How far the audit trail is sealed and proved. */
export interface ChainView {
  /** Entries of the journal and the operation log that were sealed, ever. */
  entries: number;
  /** When the last of them were sealed; null where none is. */
  sealedAt: string | null;
  /** The last checkpoint outside the database, and whether the chain is as it says; null where there is none on this machine. */
  checkpoint: { seq: number; at: string; fits: boolean } | null;
}

/** One page of the operation log, the newest first. */
export interface AuditPage {
  rows: OperationView[];
  nextCursor: string | null;
  chain: ChainView;
}
