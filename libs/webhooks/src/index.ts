import { WebhookDeliveryEntity } from './delivery/webhook-delivery.entity.js';
import { Webhooks1700000045000 } from './migrations/1700000045000-webhooks.js';
import { WebhookEntity } from './subscriptions/webhook.entity.js';

export { WebhookCollector } from './collecting/webhook-collector.js';
export { deliveriesOf } from './delivery/deliveries.js';
export { WEBHOOK_MESSAGE } from './delivery/webhook-messages.js';
export { Webhooks } from './subscriptions/webhooks.js';
export { WebhookGate } from './webhook-gate.js';
export * from './webhooks.module.js';

export const entities = [WebhookEntity, WebhookDeliveryEntity];
export const migrations = [Webhooks1700000045000];
