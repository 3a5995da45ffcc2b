import type { MigrationInterface, QueryRunner } from 'typeorm';

// breaks older code, which knows the table of drafts: every process is stopped first
// drafts move into their tasks: a step that ends a task ends its draft in the same row
export class DraftsInTasks1700000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`LOCK TABLE task_drafts, tasks IN ACCESS EXCLUSIVE MODE`);
    await runner.query(`
      ALTER TABLE tasks ADD COLUMN draft jsonb, ADD COLUMN draft_revision integer NOT NULL DEFAULT 0, ADD COLUMN draft_by uuid,
        ADD COLUMN draft_at timestamptz`);
    await runner.query(`
      UPDATE tasks t SET draft = d.data, draft_revision = d.revision, draft_by = d.saved_by, draft_at = d.saved_at
      FROM task_drafts d WHERE d.task_id = t.task_id`);
    await runner.query(`DROP TABLE task_drafts`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE task_drafts (
        task_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        data jsonb NOT NULL,
        revision integer NOT NULL,
        saved_by uuid NOT NULL,
        saved_at timestamptz NOT NULL,
        CONSTRAINT task_drafts_pk PRIMARY KEY (task_id)
      )`);
    await runner.query(`
      INSERT INTO task_drafts (task_id, tenant_id, data, revision, saved_by, saved_at)
      SELECT task_id, tenant_id, draft, draft_revision, draft_by, draft_at FROM tasks WHERE draft IS NOT NULL`);
    await runner.query(
      `ALTER TABLE tasks DROP COLUMN draft, DROP COLUMN draft_revision, DROP COLUMN draft_by, DROP COLUMN draft_at`,
    );
  }
}
