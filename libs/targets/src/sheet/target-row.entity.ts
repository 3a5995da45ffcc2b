import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Polarity, RowContent, TargetClass, TargetOrigin } from '#contracts';
import type { PlanLink } from './sheet-record.js';
import { TargetSheetEntity } from './target-sheet.entity.js';

/** One target of a sheet. */
@Entity('target_rows')
@Check('target_rows_weight_in_points', `weight BETWEEN 0 AND 100`)
@Index('target_rows_of_sheet', ['sheetId', 'no'])
@Index('target_rows_by_kpi', ['tenantId', 'kpiNo'])
export class TargetRowEntity {
  @PrimaryColumn('uuid', { name: 'row_id', primaryKeyConstraintName: 'target_rows_pk' }) rowId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'sheet_id' }) sheetId!: string;
  @ManyToOne(() => TargetSheetEntity, { nullable: false, onDelete: 'NO ACTION' })
  @JoinColumn({ name: 'sheet_id', foreignKeyConstraintName: 'target_rows_sheet_fk' })
  sheet!: TargetSheetEntity;
  @Column('integer') no!: number;
  @Column('integer', { default: 1 }) revision!: number;
  /** The revision in which each field was last changed, where that is not the first. */
  @Column('jsonb', { name: 'field_revisions', default: {} }) fieldRevisions!: Record<string, number>;
  @Column('text') origin!: TargetOrigin;
  @Column('text') class!: TargetClass;
  @Column('text', { name: 'kpi_no', nullable: true }) kpiNo!: string | null;
  /** The plan row as it read when it was allocated. */
  @Column('jsonb', { nullable: true }) plan!: PlanLink | null;
  @Column('boolean', { name: 'from_above', default: false }) fromAbove!: boolean;
  @Column('boolean', { default: false }) locked!: boolean;
  /** Named in the last return and not yet submitted again. */
  @Column('boolean', { default: false }) returned!: boolean;
  @Column('text') indicator!: string;
  @Column('text') target!: string;
  @Column('text') operator!: string;
  @Column('double precision', { nullable: true }) value!: number | null;
  @Column('text', { name: 'measured_in' }) measuredIn!: string;
  @Column('text') baseline!: string;
  @Column('text') polarity!: Polarity;
  @Column('text') nature!: RowContent['nature'];
  @Column('integer') weight!: number;
  @Column('text') current!: string;
  @Column('text') situation!: string;
  @Column('text', { name: 'key_factors' }) keyFactors!: string;
  @Column('text') methods!: string;
  @Column('text') measures!: string;
  @Column('text') ledger!: string;
  @Column('jsonb') milestones!: RowContent['milestones'];
  @Column('uuid', { name: 'coop_unit_ids', array: true }) coopUnitIds!: string[];
  @Column('text', { name: 'source_paper' }) sourcePaper!: string;
}
