import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../people/account.entity.js';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** A password that the account had before, so that it is not taken again; ids sort by the time when it was given up. */
@Entity('former_passwords')
@Index('former_passwords_account_ix', ['accountId', 'formerId'])
export class FormerPasswordEntity {
  @PrimaryColumn({ name: 'former_id', type: 'uuid', primaryKeyConstraintName: 'former_passwords_pk' })
  formerId!: string;

  @ForeignKey(() => TenantEntity, { name: 'former_passwords_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @ForeignKey(() => AccountEntity, { name: 'former_passwords_account_fk', onDelete: 'CASCADE' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'password_hash', type: 'text' })
  passwordHash!: string;
}
