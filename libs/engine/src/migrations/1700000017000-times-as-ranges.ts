import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; what is written in the order of time needs no entry of an index for each row
export class TimesAsRanges1700000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX journal_by_time, commands_by_time`);
    await runner.query(`CREATE INDEX journal_by_time ON journal USING brin (at) WITH (pages_per_range = 32)`);
    await runner.query(`CREATE INDEX commands_by_time ON commands USING brin (made_at) WITH (pages_per_range = 32)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX journal_by_time, commands_by_time`);
    await runner.query(`CREATE INDEX journal_by_time ON journal (tenant_id, at)`);
    await runner.query(`CREATE INDEX commands_by_time ON commands (made_at)`);
  }
}
