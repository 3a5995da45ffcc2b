import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something that somebody did, or was refused, beside the journal of cases. Rows are added, never changed. */
@Entity('operation_log')
@Index('operation_log_time_ix', ['tenantId', 'at', 'entryId'])
@Index('operation_log_actor_ix', ['tenantId', 'actorId', 'at', 'entryId'])
@Index('operation_log_xact_ix', ['xact', 'entryId'])
@Check('operation_log_outcome_ck', `outcome in ('done', 'refused')`)
export class OperationEntity {
  @PrimaryColumn({ name: 'entry_id', type: 'uuid', primaryKeyConstraintName: 'operation_log_pk' })
  entryId!: string;

  /** No foreign key: what was done outlives what it was done to. */
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  /** By the database's own clock, not the product's. */
  @Column({ name: 'at', type: 'timestamptz', default: () => 'now()' })
  at!: Date;

  /** The account; null where nobody was recognised, or the product itself acted. */
  @Column({ name: 'actor_id', type: 'uuid', nullable: true })
  actorId!: string | null;

  /** The account's name then, or what was typed as one. */
  @Column({ name: 'actor', type: 'text', nullable: true })
  actor!: string | null;

  @Column({ name: 'actor_post', type: 'text', nullable: true })
  actorPost!: string | null;

  @Column({ name: 'actor_unit', type: 'uuid', nullable: true })
  actorUnit!: string | null;

  /** `noun.verb`. */
  @Column({ name: 'action', type: 'text' })
  action!: string;

  @Column({ name: 'outcome', type: 'text' })
  outcome!: 'done' | 'refused';

  /** What it was done to, as the product names such things. */
  @Column({ name: 'object_kind', type: 'text', nullable: true })
  objectKind!: string | null;

  @Column({ name: 'object_id', type: 'text', nullable: true })
  objectId!: string | null;

  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;

  /** What the browser called itself, cut to 300 characters. */
  @Column({ name: 'device', type: 'text', default: '' })
  device!: string;

  /** The number that the answer of the request shows. */
  @Column({ name: 'correlation_id', type: 'text', nullable: true })
  correlationId!: string | null;

  /** Facts, never secrets. */
  @Column({ name: 'details', type: 'jsonb', default: () => `'{}'` })
  details!: Record<string, unknown>;

  /** The transaction that wrote it: entries are sealed in the order of these. */
  @Column({ name: 'xact', type: 'bigint', default: () => 'current_xact()' })
  xact!: string;
}
