import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; the types under which the rows of tasks travel in binary
export class TaskRows1700000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE rows_tasks_opened AS (
        task_id uuid, tenant_id uuid, instance_id uuid, entry integer, workflow text, version integer, state text, name text,
        desk text, post text, unit_id uuid, opened_at timestamptz, due_at timestamptz, provisional boolean, but uuid)`);
    await runner.query(`
      CREATE TYPE rows_tasks_ended AS (
        instance_id uuid, status text, task_id uuid, state text, but uuid, outcome text, opinion text, answer jsonb, done_by uuid,
        at timestamptz)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TYPE rows_tasks_opened, rows_tasks_ended`);
  }
}
