import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** The code with which an empty product, or a tenant that was added to one, is set up; gone once it was used. */
@Entity('setup_codes')
export class SetupCodeEntity {
  /** SHA-256 of the code; the code itself is printed once and kept nowhere. */
  @PrimaryColumn({ name: 'code_hash', type: 'bytea', primaryKeyConstraintName: 'setup_codes_pk' })
  codeHash!: Buffer;

  /** The tenant that it sets up; null: the first. */
  @ForeignKey(() => TenantEntity, { name: 'setup_codes_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid', nullable: true })
  tenantId!: string | null;

  @Column({ name: 'made_at', type: 'timestamptz', default: () => 'now()' })
  madeAt!: Date;
}
