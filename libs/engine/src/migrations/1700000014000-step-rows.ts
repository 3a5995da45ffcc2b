import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; the types under which the rows of steps travel in binary
export class StepRows1700000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE rows_moved AS (
        instance_id uuid, before integer, version integer, unit_id uuid, states text[], value jsonb, history jsonb, subject jsonb,
        status text, suspended_at timestamptz, ending text, output jsonb, correlation text, children jsonb, at timestamptz,
        guards jsonb, timer_id uuid, timer_fence integer, message_id uuid, message_fence integer, tenant_id uuid, key text)`);
    await runner.query(`
      CREATE TYPE rows_born AS (
        instance_id uuid, tenant_id uuid, workflow text, version integer, title_zh text, title_en text, unit_id uuid,
        record_id uuid, states text[], value jsonb, history jsonb, subject jsonb, status text, ending text, output jsonb,
        correlation text, parent_id uuid, parent_state text, parent_entry integer, child_no integer, children jsonb,
        started_by uuid, start_key text, at timestamptz)`);
    await runner.query(`
      CREATE TYPE rows_journal_added AS (
        instance_id uuid, seq integer, keep_until date, tenant_id uuid, at timestamptz, kind text, event text, sent text,
        version integer, from_states text[], to_states text[], actor_id uuid, actor_post text, actor_unit uuid, on_behalf_of uuid,
        task_id uuid, opinion text, reason text, given jsonb, changed jsonb)`);
    await runner.query(`
      CREATE TYPE rows_timers_gone AS (
        instance_id uuid, timer_id uuid, kind text, name text, task_id uuid, state text)`);
    await runner.query(`
      CREATE TYPE rows_timers_set AS (
        timer_id uuid, tenant_id uuid, instance_id uuid, kind text, name text, task_id uuid, payload jsonb, due_at timestamptz)`);
    await runner.query(`
      CREATE TYPE rows_outbox_added AS (
        message_id uuid, tenant_id uuid, instance_id uuid, kind text, payload jsonb, made_at timestamptz)`);
    await runner.query(`
      CREATE TYPE rows_commands_added AS (
        instance_id uuid, tenant_id uuid, key text, hash text, answer json)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TYPE rows_moved, rows_born, rows_journal_added, rows_timers_gone, rows_timers_set, rows_outbox_added, rows_commands_added`,
    );
  }
}
