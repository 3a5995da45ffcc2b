import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An event on its way to a case: from outside, or from a child. Gone once the chart took it. */
@Entity('messages')
@Index('messages_ready', ['madeAt'], { where: 'ready AND NOT dead' })
@Index('messages_laid_aside', ['leaseUntil'], { where: 'NOT ready AND NOT dead' })
@Index('messages_by_instance', ['instanceId'], { where: 'instance_id IS NOT NULL' })
@Index('messages_unclaimed', ['tenantId', 'workflow', 'correlation'], { where: 'instance_id IS NULL' })
@Index('messages_dead', ['tenantId', 'madeAt'], { where: 'dead' })
export class MessageEntity {
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'messages_pk' }) messageId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('text') workflow!: string;
  /** The value of the workflow's `correlation` field; null where the case is known. */
  @Column('text', { nullable: true }) correlation!: string | null;
  /** Null while no case with that value runs. */
  @Column('uuid', { name: 'instance_id', nullable: true }) instanceId!: string | null;
  @Column('text') event!: string;
  @Column('jsonb') data!: Record<string, unknown>;
  @Column('text') source!: 'outside' | 'child';
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
  /** False while the case does not take it; every step of the case makes it ready again. */
  @Column('boolean', { default: true }) ready!: boolean;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('integer', { default: 0 }) fence!: number;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('boolean', { default: false }) dead!: boolean;
  @Column('text', { name: 'last_error', nullable: true }) lastError!: string | null;
}
