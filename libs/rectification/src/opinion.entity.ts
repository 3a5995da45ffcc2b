import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One opinion of the public as it was printed in a year's list; its case travels through `opinion-rectification` (B5). */
@Entity('opinions')
@Check('opinions_status_known', `status IN ('open', 'closed', 'carried', 'merged')`)
@Check('opinions_end_whole', `(status = 'open') = (ended_at IS NULL)`)
@Index('opinions_one_number', ['tenantId', 'year', 'opinionNo'], { unique: true })
@Index('opinions_by_instance', ['instanceId'], { unique: true })
@Index('opinions_candidates', ['tenantId', 'candidateFor'], { where: 'candidate_for IS NOT NULL' })
export class OpinionEntity {
  @PrimaryColumn('uuid', { name: 'opinion_id', primaryKeyConstraintName: 'opinions_pk' }) opinionId!: string;
  @Column('uuid', { name: 'tenant_id' }) tenantId!: string;
  /** Null only within the transaction that records the opinion. */
  @Column('uuid', { name: 'instance_id', nullable: true }) instanceId!: string | null;
  @Column('integer') year!: number;
  @Column('integer', { name: 'opinion_no' }) opinionNo!: number;
  @Column('text') area!: string;
  @Column('text') problems!: string;
  @Column('text') manifestation!: string;
  @Column('text') directions!: string;
  @Column('text', { name: 'lead_units_printed' }) leadUnitsPrinted!: string;
  /** As printed: the first leads, the others cooperate. */
  @Column('uuid', { name: 'lead_unit_ids', array: true }) leadUnitIds!: string[];
  /** The paper or file that the opinion stands in. */
  @Column('text') source!: string;
  @Column('text') note!: string;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date;
  @Column('text', { default: 'open' }) status!: 'open' | 'closed' | 'carried' | 'merged';
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  /** The year for whose tracked list a carried opinion is a candidate. */
  @Column('integer', { name: 'candidate_for', nullable: true }) candidateFor!: number | null;
  /** For how many years it had been raised when it was carried over. */
  @Column('integer', { name: 'years_repeated', nullable: true }) yearsRepeated!: number | null;
}
