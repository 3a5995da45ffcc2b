// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OrganisationRevision1700000051000 implements MigrationInterface {
  /**
   * A transaction that changes units or who holds which post gives its tenant another revision; one that changes tenants gives it to all,
   * for posts reach into the tenants below. Once, at its end: it waits for nobody else who changes something, nor is waited for.
   */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table tenants add column organisation_revision text not null default '';
      update tenants set organisation_revision = gen_random_uuid();

      create function organisation_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        changed text := case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end;
        known text := coalesce(current_setting('kaoping.organisations_changed', true), '');
      begin
        if position(changed in known) = 0 then
          update tenants set organisation_revision = gen_random_uuid() where tenant_id = changed::uuid;
          perform set_config('kaoping.organisations_changed', known || ' ' || changed, true);
        end if;
        return null;
      end $$;
      create function organisations_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        update tenants set organisation_revision = gen_random_uuid();
        return null;
      end $$;

      create constraint trigger units_changed after insert or update or delete on units
        deferrable initially deferred for each row execute function organisation_changed();
      create constraint trigger post_holdings_changed after insert or update or delete on post_holdings
        deferrable initially deferred for each row execute function organisation_changed();
      create constraint trigger tenants_changed after insert or update of code, parent_id, name_zh, name_en or delete on tenants
        deferrable initially deferred for each row execute function organisations_changed();
      create trigger units_emptied after truncate on units for each statement execute function organisations_changed();
      create trigger post_holdings_emptied after truncate on post_holdings for each statement execute function organisations_changed();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger units_changed on units;
      drop trigger units_emptied on units;
      drop trigger post_holdings_changed on post_holdings;
      drop trigger post_holdings_emptied on post_holdings;
      drop trigger tenants_changed on tenants;
      drop function organisation_changed, organisations_changed;
      alter table tenants drop column organisation_revision;
    `);
  }
}
