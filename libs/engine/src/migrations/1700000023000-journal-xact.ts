import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; entries that were there before count as written by this change
export class JournalXact1700000023000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE journal ADD COLUMN xact bigint NOT NULL DEFAULT current_xact()`);
    await runner.query(`CREATE INDEX journal_by_xact ON journal (xact, instance_id, seq)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE journal DROP COLUMN xact`);
  }
}
