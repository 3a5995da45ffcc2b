import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TenantEntity } from './tenant.entity.js';

/** A value that differs between tenants, by name. */
@Entity('tenant_settings')
export class TenantSettingEntity {
  @ForeignKey(() => TenantEntity, { name: 'tenant_settings_tenant_fk' })
  @PrimaryColumn({ name: 'tenant_id', type: 'uuid', primaryKeyConstraintName: 'tenant_settings_pk' })
  tenantId!: string;

  @PrimaryColumn({ name: 'name', type: 'text', primaryKeyConstraintName: 'tenant_settings_pk' })
  name!: string;

  @Column({ name: 'value', type: 'jsonb' })
  value!: unknown;
}
