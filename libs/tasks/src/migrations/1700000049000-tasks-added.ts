import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; the type under which rows of new tasks travel; `rows_tasks_opened` serves processes of the release before
export class TasksAdded1700000049000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE rows_tasks_added AS (
        task_id uuid, tenant_id uuid, instance_id uuid, entry integer, workflow text, version integer, state text, name text,
        desk text, post text, unit_id uuid, opened_at timestamptz, due_at timestamptz, provisional boolean)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TYPE rows_tasks_added`);
  }
}
