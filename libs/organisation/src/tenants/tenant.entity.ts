import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** A city or a district with its own office, calendar and definitions. */
@Entity('tenants')
@Unique('tenants_code_uq', ['code'])
export class TenantEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'tenants_pk' })
  tenantId!: string;

  @Column({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name_zh', type: 'text' })
  nameZh!: string;

  @Column({ name: 'name_en', type: 'text' })
  nameEn!: string;

  /** The same all the year round, `+08:00`. */
  @Column({ name: 'zone_offset', type: 'text', default: '+08:00' })
  zoneOffset!: string;

  /** Grows with every change of the tenant's calendar, so that every process sees that it must load it again. */
  @Column({ name: 'calendar_revision', type: 'integer', default: 0 })
  calendarRevision!: number;
}
