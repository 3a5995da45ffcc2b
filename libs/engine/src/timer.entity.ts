import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something that falls due: a delay of the chart (`after`) or a rung of a task's ladder (`rung`). Gone once it fired. */
@Entity('timers')
@Index('timers_due', ['dueAt'], { where: 'NOT dead AND NOT held' })
@Index('timers_dead', ['tenantId', 'dueAt'], { where: 'dead' })
@Index('timers_by_instance', ['instanceId'])
@Index('timers_one_rung', ['taskId', 'name'], { unique: true, where: 'task_id IS NOT NULL' })
export class TimerEntity {
  @PrimaryColumn('uuid', { name: 'timer_id', primaryKeyConstraintName: 'timers_pk' }) timerId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'instance_id' }) instanceId!: string;
  @Column('text') kind!: string;
  /** The chart's event, or the rung's name. */
  @Column('text') name!: string;
  @Column('uuid', { name: 'task_id', nullable: true }) taskId!: string | null;
  @Column('jsonb') payload!: Record<string, unknown>;
  @Column('timestamptz', { name: 'due_at' }) dueAt!: Date;
  @Column('timestamptz', { name: 'lease_until', nullable: true }) leaseUntil!: Date | null;
  @Column('integer', { default: 0 }) fence!: number;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('boolean', { default: false }) dead!: boolean;
  /** The case is suspended: its clocks stand still. */
  @Column('boolean', { default: false }) held!: boolean;
  @Column('text', { name: 'last_error', nullable: true }) lastError!: string | null;
}
