// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ApiTokens1700000028000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table accounts
        add column is_system boolean not null default false,
        add constraint accounts_system_ck check (not is_system or password_hash is null);

      create table api_tokens (
        account_id uuid not null constraint api_tokens_pk primary key constraint api_tokens_account_fk references accounts on delete cascade,
        tenant_id uuid not null constraint api_tokens_tenant_fk references tenants,
        token_hash bytea not null constraint api_tokens_hash_uq unique,
        permissions text[] not null,
        issued_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz,
        last_used_at timestamptz,
        constraint api_tokens_span_ck check (expires_at > issued_at and expires_at <= issued_at + interval '366 days')
      );

      do $$ begin
        if to_regprocedure('guard_tenants(regclass)') is not null then perform guard_tenants('api_tokens'); end if;
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table api_tokens;
      delete from post_holdings where account_id in (select account_id from accounts where is_system);
      update accounts set is_disabled = true where is_system;
      alter table accounts drop constraint accounts_system_ck, drop column is_system;
    `);
  }
}
