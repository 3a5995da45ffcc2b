import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One command of a batch, and what became of it. */
@Entity('batch_items')
@Check('batch_items_status_known', `status IN ('waiting', 'done', 'failed', 'cancelled')`)
@Index('batch_items_waiting', ['batchId', 'no'], { where: `status = 'waiting'` })
@Index('batch_items_not_done', ['batchId', 'no'], { where: `status IN ('failed', 'cancelled')` })
export class BatchItemEntity {
  @PrimaryColumn('uuid', { name: 'batch_id', primaryKeyConstraintName: 'batch_items_pk' }) batchId!: string;
  /** From 1, in the order in which it was ordered. */
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'batch_items_pk' }) no!: number;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('jsonb') payload!: Record<string, unknown>;
  @Column('text') status!: 'waiting' | 'done' | 'failed' | 'cancelled';
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('integer', { default: 0 }) fence!: number;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('uuid', { name: 'instance_id', nullable: true }) instanceId!: string | null;
  @Column('text', { nullable: true }) code!: string | null;
  @Column('text', { name: 'detail_zh', nullable: true }) detailZh!: string | null;
  @Column('text', { name: 'detail_en', nullable: true }) detailEn!: string | null;
}
