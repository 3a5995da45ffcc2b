// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TenantsBelow1700000041000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table tenants add column parent_id uuid constraint tenants_parent_fk references tenants;
      create index tenants_parent_ix on tenants (parent_id);
    `);
    // As its owner, who sees every tenant; one at a time, so that no two changes make a circle together.
    await runner.query(`
      create function tenants_no_circle() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if new.parent_id is null then return new; end if;
        perform pg_advisory_xact_lock(hashtext('tenants_no_circle'));
        if exists (
          with recursive above as (
            select new.parent_id as tenant_id
            union select t.parent_id from above join tenants t using (tenant_id) where t.parent_id is not null)
          select from above where tenant_id = new.tenant_id)
        then
          raise exception 'tenant % would lie above itself', new.code using errcode = '23514', constraint = 'tenants_no_circle';
        end if;
        return new;
      end $$;
      create trigger tenants_no_circle before insert or update of parent_id on tenants
        for each row execute function tenants_no_circle();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger tenants_no_circle on tenants;
      drop function tenants_no_circle();
      alter table tenants drop column parent_id;
    `);
  }
}
