import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** A sign-in that was refused, under the name that was typed, whether or not such an account exists. */
@Entity('sign_in_failures')
@Index('sign_in_failures_account_ix', ['tenantId', 'account', 'failedAt'])
@Index('sign_in_failures_failed_at_ix', ['failedAt'])
@Index('sign_in_failures_address_ix', ['address', 'failedAt'], { where: 'address IS NOT NULL' })
export class SignInFailureEntity {
  @PrimaryColumn({ name: 'failure_id', type: 'uuid', primaryKeyConstraintName: 'sign_in_failures_pk' })
  failureId!: string;

  @ForeignKey(() => TenantEntity, { name: 'sign_in_failures_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @Column({ name: 'account', type: 'text' })
  account!: string;

  @Column({ name: 'failed_at', type: 'timestamptz', default: () => 'now()' })
  failedAt!: Date;

  /** From where it was tried. */
  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;
}
