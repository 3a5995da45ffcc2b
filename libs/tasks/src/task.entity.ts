import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One participant's work on a state: what people do inside it never touches the chart, but for the outcome. */
@Entity('tasks')
@Check('tasks_status_known', `status IN ('open', 'done', 'cancelled')`)
@Index('tasks_open_by_desk', { synchronize: false })
@Index('tasks_by_instance', ['instanceId', 'entry'])
@Index('tasks_done_by', ['tenantId', 'doneBy', 'doneAt', 'taskId'], { where: `status = 'done'` })
export class TaskEntity {
  @PrimaryColumn('uuid', { name: 'task_id', primaryKeyConstraintName: 'tasks_pk' }) taskId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'instance_id' }) instanceId!: string;
  /** The step that entered the state: tasks of one countersign share it. */
  @Column('integer') entry!: number;
  @Column('text') workflow!: string;
  @Column('integer') version!: number;
  @Column('text') state!: string;
  @Column('text') name!: string;
  /** Whose pile it lies on: the post, and the unit where the post belongs to one. */
  @Column('text') desk!: string;
  @Column('text') post!: string;
  @Column('uuid', { name: 'unit_id', nullable: true }) unitId!: string | null;
  @Column('timestamptz', { name: 'opened_at' }) openedAt!: Date;
  /** `infinity` where nothing is due. */
  @Column('timestamptz', { name: 'due_at' }) dueAt!: Date;
  @Column('boolean') provisional!: boolean;
  @Column('text') status!: 'open' | 'done' | 'cancelled';
  @Column('text', { nullable: true }) outcome!: string | null;
  @Column('text', { nullable: true }) opinion!: string | null;
  @Column('jsonb', { nullable: true }) answer!: Record<string, unknown> | null;
  @Column('uuid', { name: 'done_by', nullable: true }) doneBy!: string | null;
  @Column('timestamptz', { name: 'done_at', nullable: true }) doneAt!: Date | null;
  /** What was typed into the form and not yet sent; while the revision is 0, what was typed into the task whose place this one took counts. */
  @Column('jsonb', { nullable: true }) draft!: Record<string, unknown> | null;
  /** Raised with every draft that is kept, and where one was used by an answer that leaves the task open; the next one says which it saw. */
  @Column('integer', { name: 'draft_revision', default: 0 }) draftRevision!: number;
  @Column('uuid', { name: 'draft_by', nullable: true }) draftBy!: string | null;
  @Column('timestamptz', { name: 'draft_at', nullable: true }) draftAt!: Date | null;
}
