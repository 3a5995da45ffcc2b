import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A key performance indicator of the five-year plan (M021, M025). */
@Entity('plan_kpis')
@Index('plan_kpis_no', ['tenantId', 'kpiNo'], { unique: true })
export class PlanKpiEntity {
  @PrimaryColumn('uuid', { name: 'kpi_id', primaryKeyConstraintName: 'plan_kpis_pk' }) kpiId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  @Column('text', { name: 'kpi_no' }) kpiNo!: string;
  @Column('text') domain!: string;
  @Column('text') indicator!: string;
  @Column('text') polarity!: string;
  @Column('text', { name: 'five_year_target' }) fiveYearTarget!: string;
  @Column('text', { name: 'five_year_operator' }) fiveYearOperator!: string;
  @Column('numeric', { name: 'five_year_value', nullable: true }) fiveYearValue!: string | null;
  @Column('text', { name: 'five_year_unit' }) fiveYearUnit!: string;
}
