import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One case: where its chart stands, and what it knows. */
@Entity('instances')
@Check('instances_status_known', `status IN ('running', 'done')`)
@Index('instances_start_key', ['tenantId', 'startKey'], { unique: true })
@Index('instances_by_workflow', ['tenantId', 'workflow', 'startedAt', 'instanceId'])
@Index('instances_by_unit', ['tenantId', 'unitId', 'startedAt'])
@Index('instances_by_starter', ['tenantId', 'startedBy', 'startedAt'])
@Index('instances_by_record', ['tenantId', 'recordId'])
export class InstanceEntity {
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'instances_pk' }) instanceId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('text') workflow!: string;
  @Column('integer') version!: number;
  @Column('text', { name: 'title_zh' }) titleZh!: string;
  @Column('text', { name: 'title_en' }) titleEn!: string;
  @Column('uuid', { name: 'unit_id', nullable: true }) unitId!: string | null;
  @Column('uuid', { name: 'record_id', nullable: true }) recordId!: string | null;
  @Column('text', { array: true }) states!: string[];
  @Column('jsonb') value!: unknown;
  @Column('jsonb') history!: Record<string, unknown>;
  @Column('jsonb') subject!: Record<string, unknown>;
  @Column('integer') revision!: number;
  @Column('text') status!: 'running' | 'done';
  @Column('text', { nullable: true }) ending!: string | null;
  @Column('uuid', { name: 'started_by', nullable: true }) startedBy!: string | null;
  @Column('text', { name: 'start_key' }) startKey!: string;
  @Column('timestamptz', { name: 'started_at' }) startedAt!: Date;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
