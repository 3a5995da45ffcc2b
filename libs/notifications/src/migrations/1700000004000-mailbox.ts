import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class Mailbox1700000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mailbox_mails (
        mail_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        received_at timestamptz NOT NULL,
        sender text NOT NULL,
        recipients text[] NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        message_id text NOT NULL,
        instance_id uuid,
        CONSTRAINT mailbox_mails_pk PRIMARY KEY (mail_id)
      )`);
    await runner.query(`CREATE INDEX mailbox_mails_by_time ON mailbox_mails (tenant_id, received_at, mail_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE mailbox_mails`);
  }
}
