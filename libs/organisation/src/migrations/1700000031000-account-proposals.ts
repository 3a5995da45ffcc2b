// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AccountProposals1700000031000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table account_proposals (
        proposal_id uuid not null constraint account_proposals_pk primary key,
        tenant_id uuid not null constraint account_proposals_tenant_fk references tenants,
        way text not null constraint account_proposals_way_ck check (way in ('two-step', 'first', 'lock')),
        changes jsonb not null,
        accounts text[] not null,
        reason text not null,
        proposed_by uuid not null constraint account_proposals_proposer_fk references accounts,
        proposed_at timestamptz not null,
        decision text constraint account_proposals_decision_ck check (decision in ('approved', 'refused', 'withdrawn')),
        decided_by uuid constraint account_proposals_decider_fk references accounts,
        decided_at timestamptz,
        answer text,
        constraint account_proposals_decided_ck check (
          case when way = 'two-step' then (decision is null) = (decided_by is null) and (decision is null) = (decided_at is null)
          else decision is not null and decision = 'approved' and decided_by is null and decided_at is not null end),
        constraint account_proposals_two_ck check (decided_by is null or (decided_by = proposed_by) = (decision = 'withdrawn'))
      );
      create index account_proposals_newest_ix on account_proposals (tenant_id, proposed_at, proposal_id);
      create unique index account_proposals_first_uq on account_proposals (tenant_id) where way = 'first';

      create function account_proposals_stand() returns trigger language plpgsql as $$
      begin
        raise exception 'a proposal that was decided stands, and none is deleted' using errcode = 'integrity_constraint_violation';
      end $$;
      create trigger account_proposals_decided before update on account_proposals
        for each row when (old.decision is not null) execute function account_proposals_stand();
      create trigger account_proposals_kept before delete on account_proposals
        for each row execute function account_proposals_stand();

      do $$ begin
        if to_regprocedure('guard_tenants(regclass)') is not null then perform guard_tenants('account_proposals'); end if;
      end $$;

      alter table post_holdings
        add column proposal_id uuid constraint post_holdings_proposal_fk references account_proposals,
        add column end_proposal_id uuid constraint post_holdings_end_proposal_fk references account_proposals,
        add constraint post_holdings_once_ex exclude using gist
          (account_id with =, post with =, unit_id with =, tstzrange(valid_from, valid_to) with &&);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table post_holdings drop column proposal_id, drop column end_proposal_id, drop constraint post_holdings_once_ex;
      drop table account_proposals;
      drop function account_proposals_stand;
    `);
  }
}
