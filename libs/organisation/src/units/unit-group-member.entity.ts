import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';
import { UnitEntity } from './unit.entity.js';

/** A unit that belongs to a group. */
@Entity('unit_group_members')
@Index('unit_group_members_member_ix', ['memberId'])
export class UnitGroupMemberEntity {
  @ForeignKey(() => UnitEntity, { name: 'unit_group_members_group_fk' })
  @PrimaryColumn({ name: 'group_id', type: 'uuid', primaryKeyConstraintName: 'unit_group_members_pk' })
  groupId!: string;

  @ForeignKey(() => UnitEntity, { name: 'unit_group_members_member_fk' })
  @PrimaryColumn({ name: 'member_id', type: 'uuid', primaryKeyConstraintName: 'unit_group_members_pk' })
  memberId!: string;

  @ForeignKey(() => TenantEntity, { name: 'unit_group_members_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  /** Why the unit counts as a member. */
  @Column({ name: 'basis', type: 'text', default: '' })
  basis!: string;

  /** Whether a paper names the unit; otherwise the membership is common knowledge. */
  @Column({ name: 'is_documented', type: 'boolean', default: false })
  isDocumented!: boolean;
}
