import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Actor } from './effects.js';

/** Many commands that were ordered as one. */
@Entity('batches')
@Check('batches_status_known', `status IN ('running', 'paused', 'cancelled', 'done')`)
@Index('batches_running', ['madeAt'], { where: `status = 'running'` })
@Index('batches_by_time', ['tenantId', 'madeAt'])
export class BatchEntity {
  @PrimaryColumn('uuid', { name: 'batch_id', primaryKeyConstraintName: 'batches_pk' }) batchId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('text') kind!: string;
  @Column('text', { name: 'title_zh' }) titleZh!: string;
  @Column('text', { name: 'title_en' }) titleEn!: string;
  @Column('text') status!: 'running' | 'paused' | 'cancelled' | 'done';
  @Column('integer') total!: number;
  @Column('jsonb') actor!: Actor;
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
