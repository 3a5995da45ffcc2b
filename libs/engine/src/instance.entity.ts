import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ChildrenRun } from './parentage.js';

/** One case: where its chart stands, and what it knows. */
@Entity('instances')
@Check('instances_status_known', `status IN ('running', 'suspended', 'done')`)
@Index('instances_start_key', ['tenantId', 'startKey'], { unique: true })
@Index('instances_by_workflow', ['tenantId', 'workflow', 'startedAt', 'instanceId'])
@Index('instances_by_unit', ['tenantId', 'unitId', 'startedAt'])
@Index('instances_by_starter', ['tenantId', 'startedBy', 'startedAt'])
@Index('instances_by_record', ['tenantId', 'recordId'])
@Index('instances_by_parent', ['parentId', 'parentState', 'parentEntry'], { where: 'parent_id IS NOT NULL' })
@Index('instances_by_correlation', ['tenantId', 'workflow', 'correlation'], { where: 'correlation IS NOT NULL' })
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
  @Column('text') status!: 'running' | 'suspended' | 'done';
  @Column('text', { nullable: true }) ending!: string | null;
  @Column('uuid', { name: 'started_by', nullable: true }) startedBy!: string | null;
  @Column('text', { name: 'start_key' }) startKey!: string;
  @Column('timestamptz', { name: 'started_at' }) startedAt!: Date;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('timestamptz', { name: 'suspended_at', nullable: true }) suspendedAt!: Date | null;
  /** The value of the field by which messages find the case. */
  @Column('text', { nullable: true }) correlation!: string | null;
  /** The case that started this one, in which of its states, and the step with which it entered that state. */
  @Column('uuid', { name: 'parent_id', nullable: true }) parentId!: string | null;
  @Column('text', { name: 'parent_state', nullable: true }) parentState!: string | null;
  @Column('integer', { name: 'parent_entry', nullable: true }) parentEntry!: number | null;
  /** Which child of that entry it is, from 1. */
  @Column('integer', { name: 'child_no', nullable: true }) childNo!: number | null;
  /** What the case hands to its parent once it is done. */
  @Column('jsonb', { nullable: true }) output!: Record<string, unknown> | null;
  /** The states whose children are waited for. */
  @Column('jsonb', { default: {} }) children!: Record<string, ChildrenRun>;
}
