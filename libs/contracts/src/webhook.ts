/** What other systems may be told of; the receiver asks the API for more. */
export const HAPPENINGS = ['case.started', 'case.stepped', 'case.ended', 'task.opened', 'task.overdue'] as const;

export type Happening = (typeof HAPPENINGS)[number];

/**
 * `active`; `paused` by an administrator; `gone`, for the receiver answered 410; `silent`, for it took nothing through all attempts of
 * a message. Only an active one is told of what happens; the others are told of it once they go on.
 */
export type WebhookStanding = 'active' | 'paused' | 'gone' | 'silent';

/** What a web hook is asked to be. */
export interface WebhookOrder {
  name: string;
  /** An https address at a host that the operator of the machine allows. */
  address: string;
  happenings: Happening[];
  /** Only cases of this workflow; null: of every one. */
  workflow: string | null;
}

/** One web hook: another system that is told what happens. */
export interface WebhookView extends WebhookOrder {
  webhookId: string;
  standing: WebhookStanding;
  madeAt: string;
}

/** `GET /api/webhooks`. */
export interface WebhookList {
  /** The hosts that may be told (`WEBHOOK_HOSTS`); none: web hooks are off. */
  hosts: string[];
  rows: WebhookView[];
}

/** `POST /api/webhooks`, `POST /api/webhooks/:id/secret`: the secret is shown this once; a repeated request does not show it again. */
export interface WebhookSecret {
  webhookId: string;
  /** `whsec_…`; null where the request was a repeated one. */
  secret: string | null;
}

/** What became of a command to a web hook. */
export interface WebhookChanged {
  webhookId: string;
}

/** One message to a receiver. */
export interface DeliveryView {
  /** The `webhook-id`, the same at every attempt. */
  messageId: string;
  happening: Happening | 'webhook.test';
  instanceId: string | null;
  madeAt: string;
  standing: 'waiting' | 'delivered' | 'failed' | 'dropped';
  attempts: number;
  /** The HTTP status of the last answer; null: none came, or a redirect, or it was not asked. */
  answered: number | null;
  /** What went wrong last; null: nothing. */
  problem: string | null;
  /** When it is tried next, or arrived; null: neither. */
  at: string | null;
}

/** `GET /api/webhooks/:id/deliveries`: the newest first. */
export interface DeliveryPage {
  rows: DeliveryView[];
  nextCursor: string | null;
}
