import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Post, RowVerdict } from '#contracts';
import { TargetSheetEntity } from '../sheet/target-sheet.entity.js';

/** What was said about a row; kept for good, also when the row is gone. */
@Entity('row_verdicts')
@Check('row_verdicts_verdict_known', `verdict IN ('accept', 'return', 'agree', 'object')`)
@Index('row_verdicts_of_sheet', ['sheetId', 'at'])
export class RowVerdictEntity {
  @PrimaryColumn('uuid', { name: 'verdict_id', primaryKeyConstraintName: 'row_verdicts_pk' }) verdictId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'sheet_id' }) sheetId!: string;
  @ManyToOne(() => TargetSheetEntity, { nullable: false, onDelete: 'NO ACTION' })
  @JoinColumn({ name: 'sheet_id', foreignKeyConstraintName: 'row_verdicts_sheet_fk' })
  sheet!: TargetSheetEntity;
  @Column('uuid', { name: 'row_id' }) rowId!: string;
  /** Which submission of the sheet it was said about. */
  @Column('integer', { name: 'submission_no' }) submissionNo!: number;
  @Column('timestamptz') at!: Date;
  @Column('text') state!: string;
  @Column('text', { nullable: true }) post!: Post | null;
  @Column('uuid', { name: 'unit_id', nullable: true }) unitId!: string | null;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('text') verdict!: RowVerdict['verdict'];
  @Column('text') opinion!: string;
}
