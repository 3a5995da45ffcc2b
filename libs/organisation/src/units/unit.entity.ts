import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import { TenantEntity } from '../tenants/tenant.entity.js';

/** An organ that holds targets or answers opinions, or a group of them that is expanded before tasks are made. */
@Entity('units')
@Unique('units_code_uq', ['tenantId', 'code'])
@Index('units_parent_ix', ['parentId'])
export class UnitEntity {
  @PrimaryColumn({ name: 'unit_id', type: 'uuid', primaryKeyConstraintName: 'units_pk' })
  unitId!: string;

  @ForeignKey(() => TenantEntity, { name: 'units_tenant_fk' })
  @Column({ name: 'tenant_id', type: 'uuid' })
  tenantId!: string;

  @Column({ name: 'code', type: 'text' })
  code!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;

  @Column({ name: 'name_en', type: 'text', default: '' })
  nameEn!: string;

  @Column({ name: 'aliases', type: 'text', array: true, default: '{}' })
  aliases!: string[];

  @Column({ name: 'unit_type', type: 'text' })
  unitType!: string;

  @Column({ name: 'is_group', type: 'boolean', default: false })
  isGroup!: boolean;

  @ForeignKey(() => UnitEntity, { name: 'units_parent_fk' })
  @Column({ name: 'parent_id', type: 'uuid', nullable: true })
  parentId!: string | null;

  /** Numbers or titles of the papers that name the unit. */
  @Column({ name: 'sources', type: 'text', array: true, default: '{}' })
  sources!: string[];

  @Column({ name: 'note', type: 'text', default: '' })
  note!: string;
}
