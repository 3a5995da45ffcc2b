import type { JournalKind } from '#contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One line of a case's history: append-only, `seq` without gaps from 1. */
@Entity('journal')
@Index('journal_by_time', { synchronize: false })
@Index('journal_by_xact', { synchronize: false })
export class JournalEntryEntity {
  @PrimaryColumn('uuid', { name: 'instance_id', primaryKeyConstraintName: 'journal_pk' }) instanceId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'journal_pk' }) seq!: number;
  /** First of the month after which the entry may go, with its whole partition. */
  @PrimaryColumn('date', { name: 'keep_until', primaryKeyConstraintName: 'journal_pk' }) keepUntil!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('timestamptz') at!: Date;
  @Column('text') kind!: JournalKind;
  @Column('text') event!: string;
  /** The chart's own event; null where the chart heard nothing. */
  @Column('text', { nullable: true }) sent!: string | null;
  /** Of the definition under which the step was made. */
  @Column('integer') version!: number;
  @Column('text', { name: 'from_states', array: true }) fromStates!: string[];
  @Column('text', { name: 'to_states', array: true }) toStates!: string[];
  @Column('uuid', { name: 'actor_id', nullable: true }) actorId!: string | null;
  @Column('text', { name: 'actor_post', nullable: true }) actorPost!: string | null;
  @Column('uuid', { name: 'actor_unit', nullable: true }) actorUnit!: string | null;
  @Column('uuid', { name: 'on_behalf_of', nullable: true }) onBehalfOf!: string | null;
  @Column('uuid', { name: 'task_id', nullable: true }) taskId!: string | null;
  @Column('text', { nullable: true }) opinion!: string | null;
  /** Why an administrator stepped in. */
  @Column('text', { nullable: true }) reason!: string | null;
  /** What was put into the subject before the chart was asked. */
  @Column('jsonb') given!: Record<string, unknown>;
  /** Every field of the subject that the step changed, with its new value. */
  @Column('jsonb') changed!: Record<string, unknown>;
  /** The transaction that wrote it: entries are sealed in the order of these. */
  @Column('bigint', { default: () => 'current_xact()' }) xact!: string;
}
