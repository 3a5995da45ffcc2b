import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was typed into a task's form and not yet sent. */
@Entity('task_drafts')
export class TaskDraftEntity {
  @PrimaryColumn('uuid', { name: 'task_id', primaryKeyConstraintName: 'task_drafts_pk' }) taskId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('jsonb') data!: Record<string, unknown>;
  @Column('integer') revision!: number;
  @Column('uuid', { name: 'saved_by' }) savedBy!: string;
  @Column('timestamptz', { name: 'saved_at' }) savedAt!: Date;
}
