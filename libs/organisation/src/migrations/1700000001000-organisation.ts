// additive
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Organisation1700000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tenants (
        tenant_id uuid not null constraint tenants_pk primary key,
        code text not null constraint tenants_code_uq unique,
        name_zh text not null,
        name_en text not null,
        zone_offset text not null default '+08:00',
        calendar_revision integer not null default 0
      );

      create table tenant_settings (
        tenant_id uuid not null constraint tenant_settings_tenant_fk references tenants,
        name text not null,
        value jsonb not null,
        constraint tenant_settings_pk primary key (tenant_id, name)
      );

      create table units (
        unit_id uuid not null constraint units_pk primary key,
        tenant_id uuid not null constraint units_tenant_fk references tenants,
        code text not null,
        name text not null,
        name_en text not null default '',
        aliases text[] not null default '{}',
        unit_type text not null,
        is_group boolean not null default false,
        parent_id uuid constraint units_parent_fk references units,
        sources text[] not null default '{}',
        note text not null default '',
        constraint units_code_uq unique (tenant_id, code)
      );
      create index units_parent_ix on units (parent_id);

      create table unit_group_members (
        group_id uuid not null constraint unit_group_members_group_fk references units,
        member_id uuid not null constraint unit_group_members_member_fk references units,
        tenant_id uuid not null constraint unit_group_members_tenant_fk references tenants,
        basis text not null default '',
        is_documented boolean not null default false,
        constraint unit_group_members_pk primary key (group_id, member_id)
      );
      create index unit_group_members_member_ix on unit_group_members (member_id);

      create table accounts (
        account_id uuid not null constraint accounts_pk primary key,
        tenant_id uuid not null constraint accounts_tenant_fk references tenants,
        account text not null,
        name_zh text not null,
        name_en text not null,
        password_hash text not null,
        email text not null,
        locale text not null default 'zh' constraint accounts_locale_ck check (locale in ('zh', 'en')),
        is_disabled boolean not null default false,
        is_sample boolean not null default false,
        constraint accounts_account_uq unique (tenant_id, account)
      );

      create table post_holdings (
        holding_id uuid not null constraint post_holdings_pk primary key,
        tenant_id uuid not null constraint post_holdings_tenant_fk references tenants,
        account_id uuid not null constraint post_holdings_account_fk references accounts,
        post text not null,
        unit_id uuid not null constraint post_holdings_unit_fk references units,
        valid_from timestamptz not null,
        valid_to timestamptz,
        constraint post_holdings_span_ck check (valid_to is null or valid_to > valid_from),
        constraint post_holdings_start_uq unique (account_id, post, unit_id, valid_from)
      );
      create index post_holdings_unit_ix on post_holdings (tenant_id, post, unit_id);

      create table sessions (
        token_hash bytea not null constraint sessions_pk primary key,
        tenant_id uuid not null constraint sessions_tenant_fk references tenants,
        account_id uuid not null constraint sessions_account_fk references accounts on delete cascade,
        opened_at timestamptz not null default now(),
        seen_at timestamptz not null default now(),
        expires_at timestamptz not null
      );
      create index sessions_account_ix on sessions (account_id);
      create index sessions_expires_ix on sessions (expires_at);

      create table sign_in_failures (
        failure_id uuid not null constraint sign_in_failures_pk primary key,
        tenant_id uuid not null constraint sign_in_failures_tenant_fk references tenants,
        account text not null,
        failed_at timestamptz not null default now()
      );
      create index sign_in_failures_account_ix on sign_in_failures (tenant_id, account, failed_at);
      create index sign_in_failures_failed_at_ix on sign_in_failures (failed_at);

      create table calendar_years (
        tenant_id uuid not null constraint calendar_years_tenant_fk references tenants,
        year integer not null,
        paper text not null default '',
        constraint calendar_years_pk primary key (tenant_id, year)
      );

      create table calendar_days (
        tenant_id uuid not null constraint calendar_days_tenant_fk references tenants,
        day date not null,
        kind text not null constraint calendar_days_kind_ck check (kind in ('holiday', 'workday')),
        name_zh text not null,
        name_en text not null,
        constraint calendar_days_pk primary key (tenant_id, day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table calendar_days, calendar_years, sign_in_failures, sessions, post_holdings, accounts, unit_group_members,
        units, tenant_settings, tenants;
    `);
  }
}
