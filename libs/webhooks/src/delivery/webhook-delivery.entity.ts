import { OutboxMessageEntity } from '#engine';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { WebhookEntity } from '../subscriptions/webhook.entity.js';

/** A message of the outbox that goes to a web hook; it goes when either of them goes. */
@Entity('webhook_deliveries')
@Index('webhook_deliveries_by_webhook', ['webhookId', 'madeAt', 'messageId'])
export class WebhookDeliveryEntity {
  @ForeignKey(() => OutboxMessageEntity, { name: 'webhook_deliveries_message_fk', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'webhook_deliveries_pk' })
  messageId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @ForeignKey(() => WebhookEntity, { name: 'webhook_deliveries_webhook_fk', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'webhook_id' })
  webhookId!: string;
  @Column('text') happening!: string;
  @Column('timestamptz', { name: 'made_at', default: () => 'clock_timestamp()' }) madeAt!: Date;
  /** The HTTP status of the last answer. */
  @Column('integer', { nullable: true }) answered!: number | null;
}
