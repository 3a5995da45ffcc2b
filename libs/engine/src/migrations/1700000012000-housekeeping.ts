import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class Housekeeping1700000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX outbox_sent ON outbox (sent_at) WHERE status = 'sent'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX outbox_sent`);
  }
}
