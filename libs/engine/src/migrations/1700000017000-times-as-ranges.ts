import type { MigrationInterface, QueryRunner } from 'typeorm';

// harmless to older code; the journal is written in the order of time and needs no entry of an index for each row
export class TimesAsRanges1700000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX journal_by_time`);
    await runner.query(`CREATE INDEX journal_by_time ON journal USING brin (at) WITH (pages_per_range = 32)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX journal_by_time`);
    await runner.query(`CREATE INDEX journal_by_time ON journal (tenant_id, at)`);
  }
}
