// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AuditBlocks1700000024000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_blocks (
        first_seq bigint not null constraint audit_blocks_pk primary key,
        last_seq bigint not null,
        algorithm text not null constraint audit_blocks_algorithm_ck check (algorithm in ('sha256', 'sm3')),
        sealed_at timestamptz not null,
        previous text not null,
        up_to_xact bigint not null,
        up_to_source text not null,
        up_to_key text not null,
        lines text not null,
        link text not null
      );
      alter table audit_blocks alter column lines set storage external;
      create function oldest_open_xact() returns bigint language sql stable parallel restricted
        return (pg_snapshot_xmin(pg_current_snapshot()))::text::bigint;
    `);
    // Rows go only by these, and only when they are old: whoever else deletes is refused.
    await runner.query(`
      -- The product works under a role that may only add: the owner keeps its rights.
      grant update, delete, truncate on operation_log to current_user;
      create function purge_operations(before_xact bigint, most integer) returns integer language plpgsql security definer
        set search_path = public, pg_temp as $$
      declare gone integer;
      begin
        delete from operation_log where entry_id in (
          select entry_id from operation_log where xact < before_xact and at < now() - interval '6 months' order by xact limit most);
        get diagnostics gone = row_count;
        return gone;
      end $$;
      create function purge_blocks(before_seq bigint) returns integer language plpgsql security definer
        set search_path = public, pg_temp as $$
      declare gone integer;
      begin
        delete from audit_blocks where last_seq < before_seq and sealed_at < now() - interval '6 months';
        get diagnostics gone = row_count;
        return gone;
      end $$;
      revoke all on function purge_operations, purge_blocks from public;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function purge_operations, purge_blocks, oldest_open_xact; drop table audit_blocks;`);
  }
}
