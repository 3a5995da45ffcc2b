import { Check, Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

/** How far the sample's time runs ahead of (or behind) the machine's; at most one row. */
@Entity('sample_clock')
@Check('sample_clock_one_row', 'only_row')
export class SampleClockEntity {
  @PrimaryColumn('boolean', { name: 'only_row', primaryKeyConstraintName: 'sample_clock_pk' }) onlyRow!: boolean;
  @Column('bigint', { name: 'offset_ms' }) offsetMs!: string;
}

// additive
export class SampleClock1700000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sample_clock (
        only_row boolean NOT NULL,
        offset_ms bigint NOT NULL,
        CONSTRAINT sample_clock_pk PRIMARY KEY (only_row),
        CONSTRAINT sample_clock_one_row CHECK (only_row)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sample_clock`);
  }
}
