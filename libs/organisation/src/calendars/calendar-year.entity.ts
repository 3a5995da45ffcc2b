import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** A year whose holidays have been published, with the paper that did. */
@Entity('calendar_years')
export class CalendarYearEntity {
  @ForeignKey(() => TenantEntity, { name: 'calendar_years_tenant_fk' })
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'calendar_years_pk' })
  tenantId!: string;

  @PrimaryColumn({ name: 'year', type: 'integer', primaryKeyConstraintName: 'calendar_years_pk' })
  year!: number;

  @Column({ name: 'paper', type: 'text', default: '' })
  paper!: string;
}
