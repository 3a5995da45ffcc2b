// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FormerPasswords1700000020000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table former_passwords (
        former_id uuid not null constraint former_passwords_pk primary key,
        tenant_id uuid not null constraint former_passwords_tenant_fk references tenants,
        account_id uuid not null constraint former_passwords_account_fk references accounts on delete cascade,
        password_hash text not null
      );
      create index former_passwords_account_ix on former_passwords (account_id, former_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table former_passwords;`);
  }
}
