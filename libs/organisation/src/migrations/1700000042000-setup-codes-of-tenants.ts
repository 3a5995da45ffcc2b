// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SetupCodesOfTenants1700000042000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table setup_codes add column tenant_id uuid constraint setup_codes_tenant_fk references tenants;
      select guard_tenants('setup_codes');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Without its tenant a code would be one for the first set-up.
    await runner.query(`
      delete from setup_codes where tenant_id is not null;
      drop policy tenants_in_scope on setup_codes;
      alter table setup_codes disable row level security;
      alter table setup_codes drop column tenant_id;
    `);
  }
}
