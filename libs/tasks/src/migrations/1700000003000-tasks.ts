import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class Tasks1700000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tasks (
        task_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        instance_id uuid NOT NULL,
        entry integer NOT NULL,
        workflow text NOT NULL,
        version integer NOT NULL,
        state text NOT NULL,
        name text NOT NULL,
        desk text NOT NULL,
        post text NOT NULL,
        unit_id uuid,
        opened_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        provisional boolean NOT NULL,
        status text NOT NULL,
        outcome text,
        opinion text,
        answer jsonb,
        done_by uuid,
        done_at timestamptz,
        CONSTRAINT tasks_pk PRIMARY KEY (task_id),
        CONSTRAINT tasks_status_known CHECK (status IN ('open', 'done', 'cancelled'))
      ) WITH (fillfactor = 70)`);
    await runner.query(
      `CREATE INDEX tasks_open_by_desk ON tasks (tenant_id, desk, due_at, task_id) WHERE status = 'open'`,
    );
    await runner.query(
      `CREATE INDEX tasks_open_by_state ON tasks (tenant_id, desk, workflow, version, state) WHERE status = 'open'`,
    );
    await runner.query(`CREATE INDEX tasks_by_instance ON tasks (instance_id, entry)`);
    await runner.query(
      `CREATE INDEX tasks_done_by ON tasks (tenant_id, done_by, done_at, task_id) WHERE status = 'done'`,
    );
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
      CREATE TABLE task_hands (
        task_id uuid NOT NULL,
        account_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        instance_id uuid NOT NULL,
        state text NOT NULL,
        CONSTRAINT task_hands_pk PRIMARY KEY (task_id, account_id)
      )`);
    await runner.query(`CREATE INDEX task_hands_by_instance ON task_hands (instance_id, account_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE task_hands, task_drafts, tasks`);
  }
}
