// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SecondFactors1700000026000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table accounts add column factor_since timestamptz;
      create table second_factors (
        account_id uuid not null constraint second_factors_pk primary key
          constraint second_factors_account_fk references accounts on delete cascade,
        tenant_id uuid not null constraint second_factors_tenant_fk references tenants,
        sealed_secret bytea not null,
        used_step bigint not null default 0
      );
      create table recovery_codes (
        code_id uuid not null constraint recovery_codes_pk primary key,
        tenant_id uuid not null constraint recovery_codes_tenant_fk references tenants,
        account_id uuid not null constraint recovery_codes_account_fk references accounts on delete cascade,
        code_hash bytea not null,
        constraint recovery_codes_hash_uq unique (account_id, code_hash)
      );
      create table pending_sign_ins (
        ticket_hash bytea not null constraint pending_sign_ins_pk primary key,
        tenant_id uuid not null constraint pending_sign_ins_tenant_fk references tenants,
        account_id uuid not null constraint pending_sign_ins_account_fk references accounts on delete cascade,
        made_at timestamptz not null default now()
      );
      create index pending_sign_ins_account_ix on pending_sign_ins (account_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table pending_sign_ins;
      drop table recovery_codes;
      drop table second_factors;
      alter table accounts drop column factor_since;
    `);
  }
}
