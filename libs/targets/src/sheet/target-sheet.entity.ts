import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What a unit proposes for a year (年度目标申报表); its case travels through `annual-target`. */
@Entity('target_sheets')
@Check('target_sheets_kind_known', `kind IN ('main', 'supplement')`)
@Check('target_sheets_origin_known', `origin IN ('assigned', 'declared')`)
@Check('target_sheets_ending_known', `ending IN ('issued', 'refused', 'withdrawn')`)
@Index('target_sheets_one_main', ['tenantId', 'year', 'unitId'], {
  unique: true,
  where: `kind = 'main' AND (ending IS NULL OR ending = 'issued')`,
})
@Index('target_sheets_one_supplement', ['tenantId', 'year', 'unitId', 'kpiNo'], {
  unique: true,
  where: `kind = 'supplement'`,
})
@Index('target_sheets_by_instance', ['instanceId'], { unique: true })
@Index('target_sheets_open_for_comments', ['tenantId', 'commentsUntil'], { where: 'comments_open' })
export class TargetSheetEntity {
  @PrimaryColumn('uuid', { name: 'sheet_id', primaryKeyConstraintName: 'target_sheets_pk' }) sheetId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  /** Null only within the transaction that makes the sheet. */
  @Column('uuid', { name: 'instance_id', nullable: true }) instanceId!: string | null;
  @Column('integer') year!: number;
  @Column('uuid', { name: 'unit_id' }) unitId!: string;
  @Column('text') kind!: 'main' | 'supplement';
  @Column('text') origin!: 'assigned' | 'declared';
  /** The KPI whose value a supplement waits for. */
  @Column('text', { name: 'kpi_no', nullable: true }) kpiNo!: string | null;
  @Column('text', { name: 'title_zh' }) titleZh!: string;
  @Column('text', { name: 'title_en' }) titleEn!: string;
  @Column('timestamptz', { name: 'made_at' }) madeAt!: Date;
  @Column('timestamptz', { name: 'published_at', nullable: true }) publishedAt!: Date | null;
  @Column('boolean', { name: 'comments_open', default: false }) commentsOpen!: boolean;
  @Column('timestamptz', { name: 'comments_until', nullable: true }) commentsUntil!: Date | null;
  @Column('timestamptz', { name: 'issued_at', nullable: true }) issuedAt!: Date | null;
  @Column('text', { name: 'approval_paper', nullable: true }) approvalPaper!: string | null;
  @Column('text', { nullable: true }) ending!: 'issued' | 'refused' | 'withdrawn' | null;
}
