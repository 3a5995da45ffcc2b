// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FailuresByAddress1700000021000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sign_in_failures add column address text;
      create index sign_in_failures_address_ix on sign_in_failures (address, failed_at) where address is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sign_in_failures drop column address;`);
  }
}
