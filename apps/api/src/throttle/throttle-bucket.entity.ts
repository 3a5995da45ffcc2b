import { Column, Entity, Index, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/**
 * A leaky bucket that all processes share: what somebody asked for lately, as the moment at which it will have drained.
 * Of whom it is only a hash is kept; who asked before signing in belongs to no tenant.
 */
@Entity('throttle_buckets')
@Index('throttle_buckets_empty_at_ix', ['emptyAt'])
export class ThrottleBucketEntity {
  /** What is counted: `comment`, `import`, …, or all requests of a session or an address. */
  @PrimaryColumn('text', { primaryKeyConstraintName: 'throttle_buckets_pk' }) kind!: string;
  @PrimaryColumn('bytea', { name: 'key_hash', primaryKeyConstraintName: 'throttle_buckets_pk' }) keyHash!: Buffer;
  @Column('timestamptz', { name: 'empty_at' }) emptyAt!: Date;
}

// additive
export class ThrottleBuckets1700000035000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE throttle_buckets (
        kind text NOT NULL,
        key_hash bytea NOT NULL,
        empty_at timestamptz NOT NULL,
        CONSTRAINT throttle_buckets_pk PRIMARY KEY (kind, key_hash)
      )`);
    await runner.query(`CREATE INDEX throttle_buckets_empty_at_ix ON throttle_buckets (empty_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE throttle_buckets`);
  }
}
