// breaks older code: a password may be missing, where another place says who somebody is
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SignInPolicy1700000025000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table accounts
        alter column password_hash drop not null,
        add column password_set_at timestamptz not null default now(),
        add column password_is_first boolean not null default false;
      alter table sessions
        add column verified_at timestamptz not null default now(),
        add column method text not null default 'password',
        add constraint sessions_method_ck check (method in ('password', 'oidc'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table sessions drop column verified_at, drop column method;
      delete from accounts where password_hash is null;
      alter table accounts
        alter column password_hash set not null, drop column password_set_at, drop column password_is_first;
    `);
  }
}
