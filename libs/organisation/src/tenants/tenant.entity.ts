import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';

/** A city or a district with its own office, calendar and definitions. */
@Entity('tenants')
@Unique('tenants_code_uq', ['code'])
@Index('tenants_parent_ix', ['parentId'])
export class TenantEntity {
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'tenants_pk' })
  tenantId!: string;

  @Column({ name: 'code', type: 'text' })
  code!: string;

  /** The tenant above: the city of a district. A trigger lets no tenant lie above itself. */
  @ForeignKey(() => TenantEntity, { name: 'tenants_parent_fk' })
  @Column({ name: 'parent_id', type: 'uuid', nullable: true })
  parentId!: string | null;

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

  /** Another with every change of the tenant's units or of who holds which post in it, and with every change of tenants. */
  @Column({ name: 'organisation_revision', type: 'text', default: '' })
  organisationRevision!: string;
}
