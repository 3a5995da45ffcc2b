import { Module, type OnModuleInit } from '@nestjs/common';
import { EngineModule, Outbox } from '#engine';
import { WebhookCollector } from './collecting/webhook-collector.js';
import { WebhookDeliverer } from './delivery/webhook-deliverer.js';
import { WebhookHousekeeping } from './keeping/webhook-housekeeping.js';
import { Webhooks } from './subscriptions/webhooks.js';

/** Other systems are told what happens. Needs `WebhookGate` from the composition root. */
@Module({
  imports: [EngineModule],
  providers: [WebhookCollector, WebhookDeliverer, WebhookHousekeeping, Webhooks],
  exports: [WebhookCollector, WebhookHousekeeping, Webhooks],
})
export class WebhooksModule implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly deliverer: WebhookDeliverer,
  ) {}

  onModuleInit(): void {
    this.outbox.register(this.deliverer);
  }
}
