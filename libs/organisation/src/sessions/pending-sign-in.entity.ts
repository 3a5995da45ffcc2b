import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../people/account.entity.js';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** A sign-in whose password was right and whose code is still to come; it opens nothing. */
@Entity('pending_sign_ins')
@Index('pending_sign_ins_account_ix', ['accountId'])
export class PendingSignInEntity {
  /** SHA-256 of the ticket; the ticket itself is kept nowhere. */
  @PrimaryColumn({ name: 'ticket_hash', type: 'bytea', primaryKeyConstraintName: 'pending_sign_ins_pk' })
  ticketHash!: Buffer;

  @ForeignKey(() => TenantEntity, { name: 'pending_sign_ins_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @ForeignKey(() => AccountEntity, { name: 'pending_sign_ins_account_fk', onDelete: 'CASCADE' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'made_at', type: 'timestamptz', default: () => 'now()' })
  madeAt!: Date;
}
