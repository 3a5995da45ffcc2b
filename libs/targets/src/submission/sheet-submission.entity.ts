import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { TargetSheetEntity } from '../sheet/target-sheet.entity.js';
import type { SubmittedRow } from './submitted-row.js';

/** A sheet as it stood when it was submitted. */
@Entity('sheet_submissions')
@Index('sheet_submissions_of_sheet', ['sheetId', 'no'], { unique: true })
export class SheetSubmissionEntity {
  @PrimaryColumn('uuid', { name: 'submission_id', primaryKeyConstraintName: 'sheet_submissions_pk' })
  submissionId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'sheet_id' }) sheetId!: string;
  @ManyToOne(() => TargetSheetEntity, { nullable: false, onDelete: 'NO ACTION' })
  @JoinColumn({ name: 'sheet_id', foreignKeyConstraintName: 'sheet_submissions_sheet_fk' })
  sheet!: TargetSheetEntity;
  /** From 1, without gaps. */
  @Column('integer') no!: number;
  @Column('timestamptz') at!: Date;
  @Column('uuid', { name: 'account_id', nullable: true }) accountId!: string | null;
  @Column('jsonb') rows!: SubmittedRow[];
}
