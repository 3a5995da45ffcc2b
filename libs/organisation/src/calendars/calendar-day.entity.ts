import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** A day that is not what its weekday says: a holiday, or a weekend day that is worked (调休). */
@Entity('calendar_days')
@Check('calendar_days_kind_ck', `kind in ('holiday', 'workday')`)
export class CalendarDayEntity {
  @ForeignKey(() => TenantEntity, { name: 'calendar_days_tenant_fk' })
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'calendar_days_pk' })
  tenantId!: string;

  @PrimaryColumn({ name: 'day', type: 'date', primaryKeyConstraintName: 'calendar_days_pk' })
  day!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'name_zh', type: 'text' })
  nameZh!: string;

  @Column({ name: 'name_en', type: 'text' })
  nameEn!: string;
}
