import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class Plan1700000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table plan_kpis (
        kpi_id uuid not null constraint plan_kpis_pk primary key,
        tenant_id uuid not null,
        kpi_no text not null,
        domain text not null,
        indicator text not null,
        polarity text not null,
        five_year_target text not null,
        five_year_operator text not null,
        five_year_value numeric,
        five_year_unit text not null
      );
      create unique index plan_kpis_no on plan_kpis (tenant_id, kpi_no);

      create table plan_kpi_years (
        kpi_id uuid not null constraint plan_kpi_years_kpi_fk references plan_kpis,
        year integer not null,
        tenant_id uuid not null,
        target text not null,
        operator text not null,
        value numeric,
        unit text not null,
        decomposition text not null,
        joint_years text not null,
        unit_ids uuid[] not null,
        unit_names text[] not null,
        source text not null,
        note text not null,
        constraint plan_kpi_years_pk primary key (kpi_id, year)
      );

      create table special_targets (
        special_target_id uuid not null constraint special_targets_pk primary key,
        tenant_id uuid not null,
        target_no text not null,
        name text not null,
        content text not null,
        lead_unit_ids uuid[] not null,
        lead_unit_names text[] not null,
        is_lead_list_open boolean not null,
        methods text[] not null,
        source text not null,
        note text not null
      );
      create unique index special_targets_no on special_targets (tenant_id, target_no);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table special_targets, plan_kpi_years, plan_kpis`);
  }
}
