import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Somebody who worked on a task before it was answered, so that separation of duties counts them, too. */
@Entity('task_hands')
@Index('task_hands_by_instance', ['instanceId', 'accountId'])
export class TaskHandEntity {
  @PrimaryColumn('uuid', { name: 'task_id', primaryKeyConstraintName: 'task_hands_pk' }) taskId!: string;
  @PrimaryColumn('uuid', { name: 'account_id', primaryKeyConstraintName: 'task_hands_pk' }) accountId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'instance_id' }) instanceId!: string;
  @Column('text') state!: string;
}
