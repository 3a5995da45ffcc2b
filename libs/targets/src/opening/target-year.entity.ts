import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A year whose plan rows were allocated, with what that came to. */
@Entity('target_years')
export class TargetYearEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id', primaryKeyConstraintName: 'target_years_pk' }) tenantId!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'target_years_pk' }) year!: number;
  @Column('text') key!: string;
  @Column('uuid', { name: 'opened_by', nullable: true }) openedBy!: string | null;
  @Column('timestamptz', { name: 'opened_at' }) openedAt!: Date;
  @Column('integer') sheets!: number;
  @Column('integer') rows!: number;
  @Column('integer', { name: 'awaiting_value' }) awaitingValue!: number;
}
