import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../people/account.entity.js';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** A code that takes the place of the authenticator app once; gone when it was used. */
@Entity('recovery_codes')
@Unique('recovery_codes_hash_uq', ['accountId', 'codeHash'])
export class RecoveryCodeEntity {
  @PrimaryColumn({ name: 'code_id', type: 'uuid', primaryKeyConstraintName: 'recovery_codes_pk' })
  codeId!: string;

  @ForeignKey(() => TenantEntity, { name: 'recovery_codes_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @ForeignKey(() => AccountEntity, { name: 'recovery_codes_account_fk', onDelete: 'CASCADE' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** HMAC under the server's key. */
  @Column({ name: 'code_hash', type: 'bytea' })
  codeHash!: Buffer;
}
