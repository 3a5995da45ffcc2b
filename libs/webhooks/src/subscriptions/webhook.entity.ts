import type { Happening, WebhookStanding } from '#contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Another system that is told what happens to the tenant's cases. */
@Entity('webhooks')
@Check('webhooks_standing_known', `standing IN ('active', 'paused', 'gone', 'silent')`)
@Index('webhooks_by_tenant', ['tenantId', 'madeAt', 'webhookId'])
export class WebhookEntity {
  @PrimaryColumn('uuid', { name: 'webhook_id', primaryKeyConstraintName: 'webhooks_pk' }) webhookId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('text') name!: string;
  @Column('text') address!: string;
  @Column('text', { array: true }) happenings!: Happening[];
  /** Null: of every workflow. */
  @Column('text', { nullable: true }) workflow!: string | null;
  /** What messages are signed with, in the secret box under the web hook's id. */
  @Column('bytea', { name: 'sealed_secret' }) sealedSecret!: Buffer;
  /** The one before it, likewise, with which messages are signed, too, until then: receivers change over in between. */
  @Column('bytea', { name: 'former_secret', nullable: true }) formerSecret!: Buffer | null;
  @Column('timestamptz', { name: 'former_until', nullable: true }) formerUntil!: Date | null;
  @Column('text', { default: 'active' }) standing!: WebhookStanding;
  /** It has just failed a message: until then only that one is tried again, the others rest. */
  @Column('timestamptz', { name: 'failing_until', nullable: true }) failingUntil!: Date | null;
  @Column('timestamptz', { name: 'made_at', default: () => 'now()' }) madeAt!: Date;
  /** It is told of transactions that began later than it was made: from this one on, */
  @Column('bigint', { name: 'first_xact' }) firstXact!: string;
  /** and of those that were open then, and committed later. */
  @Column('bigint', { name: 'open_xacts', array: true }) openXacts!: string[];
  /** The journal's last entry, in the order of transactions, that was looked at for it. */
  @Column('bigint', { name: 'told_xact', default: () => 'oldest_open_xact()' }) toldXact!: string;
  @Column('uuid', { name: 'told_instance', default: '00000000-0000-0000-0000-000000000000' }) toldInstance!: string;
  @Column('integer', { name: 'told_seq', default: 0 }) toldSeq!: number;
  /** Up to this instant of the product's clock it was looked for tasks that fell due. */
  @Column('timestamptz', { name: 'overdue_until' }) overdueUntil!: Date;
  /** and, of those due at that very instant, up to this one. */
  @Column('uuid', { name: 'overdue_task', default: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }) overdueTask!: string;
  /** Nobody sees it any more; housekeeping clears it away with its messages. */
  @Column('timestamptz', { name: 'removed_at', nullable: true }) removedAt!: Date | null;
}
