// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OperationLog1700000022000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function current_xact() returns bigint language sql stable parallel restricted
        return (pg_current_xact_id())::text::bigint;
      create table operation_log (
        entry_id uuid not null constraint operation_log_pk primary key,
        tenant_id uuid not null,
        at timestamptz not null default now(),
        actor_id uuid,
        actor text,
        actor_post text,
        actor_unit uuid,
        action text not null,
        outcome text not null constraint operation_log_outcome_ck check (outcome in ('done', 'refused')),
        object_kind text,
        object_id text,
        address text,
        device text not null default '',
        correlation_id text,
        details jsonb not null default '{}',
        xact bigint not null default current_xact()
      );
      create index operation_log_time_ix on operation_log (tenant_id, at, entry_id);
      create index operation_log_actor_ix on operation_log (tenant_id, actor_id, at, entry_id);
      create index operation_log_xact_ix on operation_log (xact, entry_id);
      revoke update, delete, truncate on operation_log from current_user;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table operation_log; drop function current_xact();`);
  }
}
