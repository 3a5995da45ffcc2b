import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An idempotency key that was used, with what it was answered. */
@Entity('commands')
@Index('commands_by_time', ['madeAt'])
export class CommandEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id', primaryKeyConstraintName: 'commands_pk' }) tenantId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'commands_pk' }) key!: string;
  @Column('text') hash!: string;
  @Column('json') answer!: unknown;
  @Column('timestamptz', { name: 'made_at', default: () => 'now()' }) madeAt!: Date;
}
