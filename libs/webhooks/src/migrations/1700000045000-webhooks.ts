import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class Webhooks1700000045000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks (
        webhook_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        name text NOT NULL,
        address text NOT NULL,
        happenings text[] NOT NULL,
        workflow text,
        sealed_secret bytea NOT NULL,
        former_secret bytea,
        former_until timestamptz,
        standing text NOT NULL DEFAULT 'active',
        failing_until timestamptz,
        made_at timestamptz NOT NULL DEFAULT now(),
        first_xact bigint NOT NULL,
        open_xacts bigint[] NOT NULL,
        told_xact bigint NOT NULL DEFAULT oldest_open_xact(),
        told_instance uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
        told_seq integer NOT NULL DEFAULT 0,
        overdue_until timestamptz NOT NULL,
        CONSTRAINT webhooks_pk PRIMARY KEY (webhook_id),
        CONSTRAINT webhooks_standing_known CHECK (standing IN ('active', 'paused', 'gone', 'silent'))
      )`);
    await runner.query(`CREATE INDEX webhooks_by_tenant ON webhooks (tenant_id, made_at, webhook_id)`);
    await runner.query(`
      CREATE TABLE webhook_deliveries (
        message_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        webhook_id uuid NOT NULL,
        happening text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        answered integer,
        CONSTRAINT webhook_deliveries_pk PRIMARY KEY (message_id),
        CONSTRAINT webhook_deliveries_message_fk FOREIGN KEY (message_id) REFERENCES outbox (message_id) ON DELETE CASCADE,
        CONSTRAINT webhook_deliveries_webhook_fk FOREIGN KEY (webhook_id) REFERENCES webhooks (webhook_id) ON DELETE CASCADE
      )`);
    await runner.query(
      `CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, made_at, message_id)`,
    );
    for (const table of ['webhooks', 'webhook_deliveries']) await runner.query(`SELECT guard_tenants($1)`, [table]);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE webhook_deliveries, webhooks`);
  }
}
