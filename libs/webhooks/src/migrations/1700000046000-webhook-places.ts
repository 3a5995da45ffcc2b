import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class WebhookPlaces1700000046000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE webhooks ADD COLUMN overdue_task uuid NOT NULL DEFAULT 'ffffffff-ffff-ffff-ffff-ffffffffffff', ADD COLUMN removed_at timestamptz`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM webhooks WHERE removed_at IS NOT NULL`);
    await runner.query(`ALTER TABLE webhooks DROP COLUMN overdue_task, DROP COLUMN removed_at`);
  }
}
