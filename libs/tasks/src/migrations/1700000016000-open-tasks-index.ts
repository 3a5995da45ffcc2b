import type { MigrationInterface, QueryRunner } from 'typeorm';

// harmless to older code; one index serves the page and the counts of open tasks
export class OpenTasksIndex1700000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX tasks_open_by_state, tasks_open_by_desk`);
    await runner.query(
      `CREATE INDEX tasks_open_by_desk ON tasks (tenant_id, desk, due_at, task_id) INCLUDE (workflow, version, state) WHERE status = 'open'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX tasks_open_by_desk`);
    await runner.query(
      `CREATE INDEX tasks_open_by_desk ON tasks (tenant_id, desk, due_at, task_id) WHERE status = 'open'`,
    );
    await runner.query(
      `CREATE INDEX tasks_open_by_state ON tasks (tenant_id, desk, workflow, version, state) WHERE status = 'open'`,
    );
  }
}
