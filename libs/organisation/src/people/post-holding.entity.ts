import { Check, Column, Entity, Exclusion, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';
import { UnitEntity } from '../units/unit.entity.js';
import { AccountEntity } from './account.entity.js';

/** At no instant does one account hold two of the three administrators' powers, or one of them beside other work. */
export const POWERS_APART = `using gist (account_id with =,
  (case post when 'administrator' then 'system' when 'security.administrator' then 'security' when 'audit.administrator' then 'audit' else 'none' end) with <>,
  tstzrange(valid_from, valid_to) with &&)`;

/** That an account holds a post in a unit, from an instant on until (and without) another. */
@Entity('post_holdings')
@Unique('post_holdings_start_uq', ['accountId', 'post', 'unitId', 'validFrom'])
@Index('post_holdings_unit_ix', ['tenantId', 'post', 'unitId'])
@Exclusion('post_holdings_powers_ex', POWERS_APART)
@Exclusion(
  'post_holdings_once_ex',
  'using gist (account_id with =, post with =, unit_id with =, tstzrange(valid_from, valid_to) with &&)',
)
@Check('post_holdings_span_ck', `valid_to is null or valid_to > valid_from`)
export class PostHoldingEntity {
  @PrimaryColumn({ name: 'holding_id', type: 'uuid', primaryKeyConstraintName: 'post_holdings_pk' })
  holdingId!: string;

  @ForeignKey(() => TenantEntity, { name: 'post_holdings_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @ForeignKey(() => AccountEntity, { name: 'post_holdings_account_fk' })
  @Column({ name: 'account_id', type: 'uuid' })
  accountId!: string;

  @Column({ name: 'post', type: 'text' })
  post!: string;

  @ForeignKey(() => UnitEntity, { name: 'post_holdings_unit_fk' })
  @Column({ name: 'unit_id', type: 'uuid' })
  unitId!: string;

  @Column({ name: 'valid_from', type: 'timestamptz' })
  validFrom!: Date;

  @Column({ name: 'valid_to', type: 'timestamptz', nullable: true })
  validTo!: Date | null;

  /** The proposal that gave it; null where it came with the sample, the set-up or the terminal. */
  @ForeignKey('account_proposals', { name: 'post_holdings_proposal_fk' })
  @Column({ name: 'proposal_id', type: 'uuid', nullable: true })
  proposalId!: string | null;

  /** The proposal that ended it before its time. */
  @ForeignKey('account_proposals', { name: 'post_holdings_end_proposal_fk' })
  @Column({ name: 'end_proposal_id', type: 'uuid', nullable: true })
  endProposalId!: string | null;
}
