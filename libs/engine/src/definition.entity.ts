import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WorkflowDefinition } from '#contracts';

/** A published version of a workflow; never changed. */
@Entity('definitions')
export class DefinitionEntity {
  @PrimaryColumn('uuid', { name: 'tenant_id', primaryKeyConstraintName: 'definitions_pk' }) tenantId!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'definitions_pk' }) workflow!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'definitions_pk' }) version!: number;
  /** `json`, not `jsonb`: the order in which states, fields and outcomes were written is kept. */
  @Column('json') body!: WorkflowDefinition;
  @Column('timestamptz', { name: 'published_at' }) publishedAt!: Date;
}
