import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../people/account.entity.js';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** That somebody whom an identity provider knows is the holder of an account here. */
@Entity('account_identities')
@Unique('account_identities_subject_uq', ['tenantId', 'issuer', 'subject'])
@Unique('account_identities_account_uq', ['accountId', 'issuer'])
export class AccountIdentityEntity {
  @PrimaryColumn({ name: 'identity_id', type: 'uuid', primaryKeyConstraintName: 'account_identities_pk' })
  identityId!: string;

  @ForeignKey(() => TenantEntity, { name: 'account_identities_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @ForeignKey(() => AccountEntity, { name: 'account_identities_account_fk', onDelete: 'CASCADE' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  /** The provider's address, as it writes it itself. */
  @Column({ name: 'issuer', type: 'text' })
  issuer!: string;

  /** What the provider calls them (`sub`), for ever. */
  @Column({ name: 'subject', type: 'text' })
  subject!: string;

  @Column({ name: 'linked_at', type: 'timestamptz', default: () => 'now()' })
  linkedAt!: Date;
}
