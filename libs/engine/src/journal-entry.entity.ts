import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One line of a case's history: append-only, `seq` without gaps from 1. */
@Entity('journal')
@Index('journal_by_time', ['tenantId', 'at'])
export class JournalEntryEntity {
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'journal_pk' }) instanceId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'journal_pk' }) seq!: number;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('timestamptz') at!: Date;
  @Column('text') kind!: 'start' | 'step' | 'answer' | 'timer';
  @Column('text') event!: string;
  @Column('text', { name: 'from_states', array: true }) fromStates!: string[];
  @Column('text', { name: 'to_states', array: true }) toStates!: string[];
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId!: string | null;
  @Column('text', { name: 'actor_post', nullable: true }) actorPost!: string | null;
  @Column('uuid', { name: 'actor_unit', nullable: true }) actorUnit!: string | null;
  @Column('uuid', { name: 'task_id', nullable: true }) taskId!: string | null;
  @Column('text', { nullable: true }) opinion!: string | null;
  /** What was put into the subject before the chart was asked. */
  @Column('jsonb') given!: Record<string, unknown>;
  /** Every field of the subject that the step changed, with its new value. */
  @Column('jsonb') changed!: Record<string, unknown>;
}
