import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key special target of the plan (重点专项目标, M034). */
@Entity('special_targets')
@Index('special_targets_no', ['tenantId', 'targetNo'], { unique: true })
export class SpecialTargetEntity {
  @PrimaryColumn('uuid', { name: 'special_target_id', primaryKeyConstraintName: 'special_targets_pk' })
  specialTargetId!: string;

  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('text', { name: 'target_no' }) targetNo!: string;
  @Column('text') name!: string;
  @Column('text') content!: string;
  /** In the printed order: the first-named leads. */
  @Column('uuid', { name: 'lead_unit_ids', array: true }) leadUnitIds!: string[];
  @Column('text', { name: 'lead_unit_names', array: true }) leadUnitNames!: string[];
  /** Whether the printed list of units ends in 等. */
  @Column('boolean', { name: 'is_lead_list_open' }) isLeadListOpen!: boolean;
  @Column('text', { array: true }) methods!: string[];
  @Column('text') source!: string;
  @Column('text') note!: string;
}
