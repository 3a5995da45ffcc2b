// breaks older code: every session has an id of its own, which the code gives it
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OwnSessions1700000018000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sessions
        add column session_id uuid not null default gen_random_uuid() constraint sessions_id_uq unique,
        add column address text,
        add column device text not null default '';
      alter table sessions alter column session_id drop default;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sessions drop column session_id, drop column address, drop column device;`);
  }
}
