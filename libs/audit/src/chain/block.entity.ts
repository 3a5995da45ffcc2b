import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** Entries that were sealed together, chained to those before. Of all tenants: one chain tells of the whole product. */
@Entity('audit_blocks')
@Check('audit_blocks_algorithm_ck', `algorithm in ('sha256', 'sm3')`)
export class AuditBlockEntity {
  @PrimaryColumn({ name: 'first_seq', type: 'bigint', primaryKeyConstraintName: 'audit_blocks_pk' })
  firstSeq!: string;

  @Column({ name: 'last_seq', type: 'bigint' })
  lastSeq!: string;

  @Column({ name: 'algorithm', type: 'text' })
  algorithm!: string;

  /** By the database's clock, in whole milliseconds. */
  @Column({ name: 'sealed_at', type: 'timestamptz' })
  sealedAt!: Date;

  /** The link with which the block before closes; empty for the first. */
  @Column({ name: 'previous', type: 'text' })
  previous!: string;

  /** The position of its last entry. */
  @Column({ name: 'up_to_xact', type: 'bigint' })
  upToXact!: string;

  @Column({ name: 'up_to_source', type: 'text' })
  upToSource!: string;

  @Column({ name: 'up_to_key', type: 'text' })
  upToKey!: string;

  /** A line for each entry: source, key, month until which it is kept or `-`, link. */
  @Column({ name: 'lines', type: 'text' })
  lines!: string;

  /** The link with which the block closes: hash of its head and lines. */
  @Column({ name: 'link', type: 'text' })
  link!: string;
}
