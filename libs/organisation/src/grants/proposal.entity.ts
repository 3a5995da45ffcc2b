import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AccountEntity } from '../people/account.entity.js';
import { TenantEntity } from '../tenants/tenant.entity.js';
import type { PlannedChange } from './planned-change.js';

/** Changes to accounts and posts that one account asked for, and another one decided. Once decided it stands for ever. */
@Entity('account_proposals')
@Index('account_proposals_newest_ix', ['tenantId', 'proposedAt', 'proposalId'])
@Index('account_proposals_first_uq', ['tenantId'], { unique: true, where: `(way = 'first')` })
@Check('account_proposals_way_ck', `way in ('two-step', 'first', 'lock')`)
@Check('account_proposals_decision_ck', `decision in ('approved', 'refused', 'withdrawn')`)
@Check(
  'account_proposals_decided_ck',
  `case when way = 'two-step' then (decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)
   else decision is not null and decision = 'approved' and decided_by is null and decided_at is not null end`,
)
@Check('account_proposals_two_ck', `decided_by is null or (decided_by = proposed_by) = (decision = 'withdrawn')`)
export class ProposalEntity {
  @PrimaryColumn({ name: 'proposal_id', type: 'uuid', primaryKeyConstraintName: 'account_proposals_pk' })
  proposalId!: string;

  @ForeignKey(() => TenantEntity, { name: 'account_proposals_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  /** How it comes into force: decided by a second account, or at once for a reason that is named here. */
  @Column({ name: 'way', type: 'text' })
  way!: 'two-step' | 'first' | 'lock';

  @Column({ name: 'changes', type: 'jsonb' })
  changes!: PlannedChange[];

  /** Names of the accounts that it changes. */
  @Column({ name: 'accounts', type: 'text', array: true })
  accounts!: string[];

  @Column({ name: 'reason', type: 'text' })
  reason!: string;

  @ForeignKey(() => AccountEntity, { name: 'account_proposals_proposer_fk' })
  @Column({ name: 'proposed_by', type: 'uuid' })
  proposedBy!: string;

  @Column({ name: 'proposed_at', type: 'timestamptz' })
  proposedAt!: Date;

  @Column({ name: 'decision', type: 'text', nullable: true })
  decision!: 'approved' | 'refused' | 'withdrawn' | null;

  @ForeignKey(() => AccountEntity, { name: 'account_proposals_decider_fk' })
  @Column({ name: 'decided_by', type: 'uuid', nullable: true })
  decidedBy!: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', nullable: true })
  decidedAt!: Date | null;

  /** What the decider said. */
  @Column({ name: 'answer', type: 'text', nullable: true })
  answer!: string | null;
}
