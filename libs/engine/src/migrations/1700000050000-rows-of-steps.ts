import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; the types under which a step travels in one row with its entry in the journal and its key; `rows_moved`, `rows_moved_on`,
// `rows_born`, `rows_journal_added` and `rows_commands_added` serve processes of the release before
export class RowsOfSteps1700000050000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const entry = `keep_until date, kind text, event text, sent text, from_states text[], actor_id uuid, actor_post text, actor_unit uuid,
      on_behalf_of uuid, task_id uuid, opinion text, reason text, given jsonb, changed jsonb`;
    await runner.query(`
      CREATE TYPE rows_steps_made AS (
        instance_id uuid, tenant_id uuid, before integer, as_of timestamptz, version integer, unit_id uuid, states text[], value jsonb,
        history jsonb, subject jsonb, status text, suspended_at timestamptz, ending text, output jsonb, correlation text,
        children jsonb, at timestamptz, timer_id uuid, timer_fence integer, message_id uuid, message_fence integer, key text,
        hash text, answer json, ${entry})`);
    await runner.query(`
      CREATE TYPE rows_cases_born AS (
        instance_id uuid, tenant_id uuid, workflow text, version integer, title_zh text, title_en text, unit_id uuid,
        record_id uuid, states text[], value jsonb, history jsonb, subject jsonb, status text, ending text, output jsonb,
        correlation text, parent_id uuid, parent_state text, parent_entry integer, child_no integer, children jsonb,
        started_by uuid, start_key text, at timestamptz, ${entry})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TYPE rows_steps_made, rows_cases_born`);
  }
}
