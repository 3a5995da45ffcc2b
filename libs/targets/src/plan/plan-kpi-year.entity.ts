import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { PlanKpiEntity } from './plan-kpi.entity.js';

/** What an indicator of the plan asks for in one year, and of which units. */
@Entity('plan_kpi_years')
export class PlanKpiYearEntity {
  @ForeignKey(() => PlanKpiEntity, { name: 'plan_kpi_years_kpi_fk' })
  @PrimaryColumn('uuid', { name: 'kpi_id', primaryKeyConstraintName: 'plan_kpi_years_pk' })
  kpiId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'plan_kpi_years_pk' }) year!: number;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('text') target!: string;
  @Column('text') operator!: string;
  @Column('numeric', { nullable: true }) value!: string | null;
  @Column('text') unit!: string;
  /** How the five-year value comes down to the year; several kinds in one are joined by `+`. */
  @Column('text') decomposition!: string;
  /** Years for which one target was printed together, `2018-2020`. */
  @Column('text', { name: 'joint_years' }) jointYears!: string;
  /** In the printed order: the first-named leads. Groups are kept as groups. */
  @Column('uuid', { name: 'unit_ids', array: true }) unitIds!: string[];
  /** The units as they are printed. */
  @Column('text', { name: 'unit_names', array: true }) unitNames!: string[];
  @Column('text') source!: string;
  @Column('text') note!: string;
}
