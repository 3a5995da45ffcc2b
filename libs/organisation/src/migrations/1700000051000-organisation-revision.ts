// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OrganisationRevision1700000051000 implements MigrationInterface {
  /**
   * A transaction that changes units or who holds which post gives its tenants another revision; one that changes tenants gives it to all,
   * for posts reach into the tenants below. Once, at its end: it waits for nobody else who changes something, nor is waited for.
   */
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table tenants add column organisation_revision text not null default '';
      update tenants set organisation_revision = gen_random_uuid();

      -- Of those whom the transaction has not given one yet; null: of all.
      create function renew_organisations(changed uuid[]) returns void language plpgsql security definer set search_path = public, pg_temp as $$
      declare
        known text := coalesce(current_setting('kaoping.organisations_renewed', true), '');
        one uuid;
      begin
        if known = 'all' then return; end if;
        if changed is null then
          update tenants set organisation_revision = gen_random_uuid();
          perform set_config('kaoping.organisations_renewed', 'all', true);
          return;
        end if;
        foreach one in array changed loop
          continue when one is null or position(one::text in known) > 0;
          update tenants set organisation_revision = gen_random_uuid() where tenant_id = one;
          known := known || ' ' || one;
        end loop;
        perform set_config('kaoping.organisations_renewed', known, true);
      end $$;
      revoke execute on function renew_organisations from public;

      create function units_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        perform renew_organisations(array[old.tenant_id, new.tenant_id]);
        return null;
      end $$;
      -- What an account holds is known under the revision of the account's tenant.
      create function post_holdings_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        perform renew_organisations(array[old.tenant_id, new.tenant_id]
          || array(select tenant_id from accounts where account_id in (old.account_id, new.account_id)));
        return null;
      end $$;
      create function tenants_changed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        perform renew_organisations(null);
        return null;
      end $$;

      create constraint trigger units_changed after insert or update or delete on units
        deferrable initially deferred for each row execute function units_changed();
      create constraint trigger post_holdings_changed after insert or update or delete on post_holdings
        deferrable initially deferred for each row execute function post_holdings_changed();
      create constraint trigger tenants_changed after insert or update of code, parent_id, name_zh, name_en or delete on tenants
        deferrable initially deferred for each row execute function tenants_changed();
      create trigger units_emptied after truncate on units for each statement execute function tenants_changed();
      create trigger post_holdings_emptied after truncate on post_holdings for each statement execute function tenants_changed();
      -- Changes that come by replication, too.
      alter table units enable always trigger units_changed, enable always trigger units_emptied;
      alter table post_holdings enable always trigger post_holdings_changed, enable always trigger post_holdings_emptied;
      alter table tenants enable always trigger tenants_changed;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger units_changed on units;
      drop trigger units_emptied on units;
      drop trigger post_holdings_changed on post_holdings;
      drop trigger post_holdings_emptied on post_holdings;
      drop trigger tenants_changed on tenants;
      drop function units_changed, post_holdings_changed, tenants_changed, renew_organisations;
      alter table tenants drop column organisation_revision;
    `);
  }
}
