import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../people/account.entity.js';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** The secret that an account shares with an authenticator app; it counts once `accounts.factor_since` says so. */
@Entity('second_factors')
export class SecondFactorEntity {
  @ForeignKey(() => AccountEntity, { name: 'second_factors_account_fk', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'account_id', type: 'uuid', primaryKeyConstraintName: 'second_factors_pk' })
  accountId!: string;

  @ForeignKey(() => TenantEntity, { name: 'second_factors_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  /** Sealed under the server's key, in the account's name. */
  @Column({ name: 'sealed_secret', type: 'bytea' })
  sealedSecret!: Buffer;

  /** The 30-second step of the last code that was taken: neither it nor an earlier one is taken again. */
  @Column({ name: 'used_step', type: 'bigint', default: 0 })
  usedStep!: string;
}
