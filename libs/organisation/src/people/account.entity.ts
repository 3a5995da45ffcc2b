import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** Somebody who can sign in; named by post, never as a person. */
@Entity('accounts')
@Unique('accounts_account_uq', ['tenantId', 'account'])
@Check('accounts_locale_ck', `locale in ('zh', 'en')`)
@Check('accounts_system_ck', `not is_system or password_hash is null`)
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

  /** Argon2id with its salt and cost, in PHC form; null where another place says who somebody is. */
  @Column({ name: 'password_hash', type: 'text', nullable: true })
  passwordHash!: string | null;

  /** When the password was last set, by the database's clock. */
  @Column({ name: 'password_set_at', type: 'timestamptz', default: () => 'now()' })
  passwordSetAt!: Date;

  /** Whether somebody else made the password: its holder must set another before anything else. */
  @Column({ name: 'password_is_first', type: 'boolean', default: false })
  passwordIsFirst!: boolean;

  /** Since when a code of the second factor is asked for; null: the password alone is enough. */
  @Column({ name: 'factor_since', type: 'timestamptz', nullable: true })
  factorSince!: Date | null;

  @Column({ name: 'email', type: 'text' })
  email!: string;

  @Column({ name: 'locale', type: 'text', default: 'zh' })
  locale!: string;

  @Column({ name: 'is_disabled', type: 'boolean', default: false })
  isDisabled!: boolean;

  /** One of the sample's, whose password everybody knows. */
  @Column({ name: 'is_sample', type: 'boolean', default: false })
  isSample!: boolean;

  /** Another system, known by its token: it never signs in, and gets no mail. */
  @Column({ name: 'is_system', type: 'boolean', default: false })
  isSystem!: boolean;
}
