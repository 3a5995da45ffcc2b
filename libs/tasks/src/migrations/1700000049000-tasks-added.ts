import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; the type under which rows of new tasks travel; `rows_tasks_opened` serves processes of the release before, which show no
// draft in a task that took the place of another while both releases run
export class TasksAdded1700000049000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE rows_tasks_added AS (
        task_id uuid, tenant_id uuid, instance_id uuid, entry integer, workflow text, version integer, state text, name text,
        desk text, post text, unit_id uuid, opened_at timestamptz, due_at timestamptz, provisional boolean)`);
    // What such a task had taken over was copied into it; without a draft it has used that, or there was nothing to take over.
    await runner.query(`
      UPDATE tasks t SET draft_revision = 1
      WHERE t.status <> 'done' AND t.draft_revision = 0
        AND EXISTS (
          SELECT FROM tasks f
          WHERE f.instance_id = t.instance_id AND f.name = t.name AND f.desk = t.desk AND f.entry < t.entry AND f.draft IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TYPE rows_tasks_added`);
  }
}
