import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { TargetSheetEntity } from '../sheet/target-sheet.entity.js';

/** What somebody of the public said about a published draft, and what the office answered (M030). */
@Entity('public_comments')
@Check(
  'public_comments_answer_whole',
  `(adopted IS NULL) = (answer IS NULL) AND (adopted IS NULL) = (answered_at IS NULL)`,
)
@Index('public_comments_of_sheet', ['sheetId', 'at'])
export class PublicCommentEntity {
  @PrimaryColumn('uuid', { name: 'comment_id', primaryKeyConstraintName: 'public_comments_pk' }) commentId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('uuid', { name: 'sheet_id' }) sheetId!: string;
  @ManyToOne(() => TargetSheetEntity, { nullable: false, onDelete: 'NO ACTION' })
  @JoinColumn({ name: 'sheet_id', foreignKeyConstraintName: 'public_comments_sheet_fk' })
  sheet!: TargetSheetEntity;
  @Column('uuid', { name: 'row_id', nullable: true }) rowId!: string | null;
  @Column('text') text!: string;
  @Column('text', { name: 'from_name' }) fromName!: string;
  @Column('timestamptz') at!: Date;
  @Column('boolean', { nullable: true }) adopted!: boolean | null;
  @Column('text', { nullable: true }) answer!: string | null;
  @Column('timestamptz', { name: 'answered_at', nullable: true }) answeredAt!: Date | null;
  @Column('uuid', { name: 'answered_by', nullable: true }) answeredBy!: string | null;
}
