import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../people/account.entity.js';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** The one token by which a system account is recognised; all of its instants are the database's own. */
@Entity('api_tokens')
@Unique('api_tokens_hash_uq', ['tokenHash'])
@Check('api_tokens_span_ck', `expires_at > issued_at and expires_at <= issued_at + interval '366 days'`)
export class ApiTokenEntity {
  @ForeignKey(() => AccountEntity, { name: 'api_tokens_account_fk', onDelete: 'CASCADE' })
  @PrimaryColumn({ name: 'account_id', type: 'uuid', primaryKeyConstraintName: 'api_tokens_pk' })
  accountId!: string;

  @ForeignKey(() => TenantEntity, { name: 'api_tokens_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  /** SHA-256 of the token; the token itself is kept nowhere. */
  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash!: Buffer;

  /** All that it may do, of what its account's post may. */
  @Column({ name: 'permissions', type: 'text', array: true })
  permissions!: string[];

  @Column({ name: 'issued_at', type: 'timestamptz', default: () => 'now()' })
  issuedAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  /** When an administrator ended it before its time. */
  @Column({ name: 'revoked_at', type: 'timestamptz', nullable: true })
  revokedAt!: Date | null;

  /** Noted at most once a minute. */
  @Column({ name: 'last_used_at', type: 'timestamptz', nullable: true })
  lastUsedAt!: Date | null;
}
