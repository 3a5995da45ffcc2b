import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { AccountEntity } from '../people/account.entity.js';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** An open session; all of its instants are the database's own. */
@Entity('sessions')
@Index('sessions_account_ix', ['accountId'])
@Index('sessions_expires_ix', ['expiresAt'])
@Unique('sessions_id_uq', ['sessionId'])
@Check('sessions_method_ck', `method in ('password', 'oidc')`)
export class SessionEntity {
  /** SHA-256 of the token; the token itself is kept nowhere. */
  @PrimaryColumn({ name: 'token_hash', type: 'bytea', primaryKeyConstraintName: 'sessions_pk' })
  tokenHash!: Buffer;

  /** What the session is called where its token must not be told. */
  @Column({ name: 'session_id', type: 'uuid' })
  sessionId!: string;

  @ForeignKey(() => TenantEntity, { name: 'sessions_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @ForeignKey(() => AccountEntity, { name: 'sessions_account_fk', onDelete: 'CASCADE' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'opened_at', type: 'timestamptz', default: () => 'now()' })
  openedAt!: Date;

  @Column({ name: 'seen_at', type: 'timestamptz', default: () => 'now()' })
  seenAt!: Date;

  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;

  /** The address from which it was opened. */
  @Column({ name: 'address', type: 'text', nullable: true })
  address!: string | null;

  /** What the browser called itself (`User-Agent`), cut to 300 characters. */
  @Column({ name: 'device', type: 'text', default: '' })
  device!: string;

  /** When its holder last proved who they are: by signing in, or when asked again before a sensitive act. */
  @Column({ name: 'verified_at', type: 'timestamptz', default: () => 'now()' })
  verifiedAt!: Date;

  /** Who was asked: this product for its `password`, or the identity provider. */
  @Column({ name: 'method', type: 'text', default: 'password' })
  method!: string;

  /** What the identity provider gave, sealed in the account's name, for signing out there. */
  @Column({ name: 'sealed_id_token', type: 'bytea', nullable: true })
  sealedIdToken!: Buffer | null;
}
