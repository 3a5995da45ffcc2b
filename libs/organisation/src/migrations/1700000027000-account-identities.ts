// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccountIdentities1700000027000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account_identities (
        identity_id uuid not null constraint account_identities_pk primary key,
        tenant_id uuid not null constraint account_identities_tenant_fk references tenants,
        account_id uuid not null constraint account_identities_account_fk references accounts on delete cascade,
        issuer text not null,
        subject text not null,
        linked_at timestamptz not null default now(),
        constraint account_identities_subject_uq unique (tenant_id, issuer, subject),
        constraint account_identities_account_uq unique (account_id, issuer)
      );
      alter table sessions add column sealed_id_token bytea;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table sessions drop column sealed_id_token; drop table account_identities;`);
  }
}
