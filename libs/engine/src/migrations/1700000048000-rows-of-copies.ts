import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; the type under which rows of moved instances travel that were decided on a copy; `rows_moved` serves processes of the release before
export class RowsOfCopies1700000048000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE rows_moved_on AS (
        instance_id uuid, before integer, version integer, unit_id uuid, states text[], value jsonb, history jsonb, subject jsonb,
        status text, suspended_at timestamptz, ending text, output jsonb, correlation text, children jsonb, at timestamptz,
        timer_id uuid, timer_fence integer, message_id uuid, message_fence integer, tenant_id uuid, key text,
        as_of timestamptz)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TYPE rows_moved_on`);
  }
}
