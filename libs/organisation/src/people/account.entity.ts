import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** Somebody who can sign in; named by post, never as a person. */
@Entity('accounts')
@Unique('accounts_account_uq', ['tenantId', 'account'])
@Check('accounts_locale_ck', `locale in ('zh', 'en')`)
export class AccountEntity {
  @PrimaryColumn({ name: 'account_id', type: 'uuid', primaryKeyConstraintName: 'accounts_pk' })
  accountId!: string;

  @ForeignKey(() => TenantEntity, { name: 'accounts_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  /** In lower case. */
  @Column({ name: 'account', type: 'text' })
  account!: string;

  @Column({ name: 'name_zh', type: 'text' })
  nameZh!: string;

  @Column({ name: 'name_en', type: 'text' })
  nameEn!: string;

  /** Argon2id with its salt and cost, in PHC form. */
  @Column({ name: 'password_hash', type: 'text' })
  passwordHash!: string;

  @Column({ name: 'email', type: 'text' })
  email!: string;

  @Column({ name: 'locale', type: 'text', default: 'zh' })
  locale!: string;

  @Column({ name: 'is_disabled', type: 'boolean', default: false })
  isDisabled!: boolean;

  /** One of the sample's, whose password everybody knows. */
  @Column({ name: 'is_sample', type: 'boolean', default: false })
  isSample!: boolean;
}
