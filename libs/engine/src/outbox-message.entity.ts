import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something that leaves the system after the commit, at least once, under a constant id. */
@Entity('outbox')
@Check('outbox_status_known', `status IN ('ready', 'sent', 'dead', 'dropped')`)
@Index('outbox_ready', ['runAt'], { where: `status = 'ready'` })
@Index('outbox_sent', ['sentAt'], { where: `status = 'sent'` })
@Index('outbox_dead', ['tenantId', 'madeAt'], { where: `status = 'dead'` })
export class OutboxMessageEntity {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'outbox_pk' }) messageId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'instance_id', nullable: true }) instanceId!: string | null;
  @Column('text') kind!: string;
  @Column('jsonb') payload!: Record<string, unknown>;
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  @Column('timestamptz', { name: 'run_at', default: () => 'now()' }) runAt!: Date;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('integer', { default: 0 }) fence!: number;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('text', { default: 'ready' }) status!: 'ready' | 'sent' | 'dead' | 'dropped';
  @Column('text', { name: 'last_error', nullable: true }) lastError!: string | null;
  @Column('timestamptz', { name: 'sent_at', nullable: true }) sentAt!: Date | null;
  /** Why it was given up, and by whom. */
  @Column('text', { name: 'dropped_because', nullable: true }) droppedBecause!: string | null;
  @Column('uuid', { name: 'dropped_by', nullable: true }) droppedBy!: string | null;
}
