import { WebhookDeliveryEntity } from './delivery/webhook-delivery.entity.js';
import { Webhooks1700000045000 } from './migrations/1700000045000-webhooks.js';
import { WebhookPlaces1700000046000 } from './migrations/1700000046000-webhook-places.js';
import { WebhookEntity } from './subscriptions/webhook.entity.js';

export { WebhookCollector } from './collecting/webhook-collector.js';
export { deliveriesOf } from './delivery/deliveries.js';
export { WEBHOOK_MESSAGE } from './delivery/webhook-messages.js';
export { keepPlaces } from './keeping/keep-places.js';
export { WebhookHousekeeping } from './keeping/webhook-housekeeping.js';
export { Webhooks, withoutQuery } from './subscriptions/webhooks.js';
export { WebhookGate } from './webhook-gate.js';
export * from './webhooks.module.js';

export const entities = [WebhookEntity, WebhookDeliveryEntity];
export const migrations = [Webhooks1700000045000, WebhookPlaces1700000046000];
