// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SetupCodes1700000019000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table setup_codes (
        code_hash bytea not null constraint setup_codes_pk primary key,
        made_at timestamptz not null default now()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table setup_codes;`);
  }
}
