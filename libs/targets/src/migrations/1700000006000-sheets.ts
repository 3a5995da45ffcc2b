import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class Sheets1700000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE target_years (
        tenant_id uuid NOT NULL,
        year integer NOT NULL,
        key text NOT NULL,
        opened_by uuid,
        opened_at timestamptz NOT NULL,
        sheets integer NOT NULL,
        rows integer NOT NULL,
        awaiting_value integer NOT NULL,
        CONSTRAINT target_years_pk PRIMARY KEY (tenant_id, year)
      )`);
    await runner.query(`
      CREATE TABLE target_sheets (
        sheet_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        instance_id uuid,
        year integer NOT NULL,
        unit_id uuid NOT NULL,
        kind text NOT NULL,
        origin text NOT NULL,
        kpi_no text,
        title_zh text NOT NULL,
        title_en text NOT NULL,
        made_at timestamptz NOT NULL,
        published_at timestamptz,
        comments_open boolean NOT NULL DEFAULT false,
        comments_until timestamptz,
        issued_at timestamptz,
        approval_paper text,
        ending text,
        CONSTRAINT target_sheets_pk PRIMARY KEY (sheet_id),
        CONSTRAINT target_sheets_kind_known CHECK (kind IN ('main', 'supplement')),
        CONSTRAINT target_sheets_origin_known CHECK (origin IN ('assigned', 'declared')),
        CONSTRAINT target_sheets_ending_known CHECK (ending IN ('issued', 'refused', 'withdrawn'))
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX target_sheets_one_main ON target_sheets (tenant_id, year, unit_id)
      WHERE kind = 'main' AND (ending IS NULL OR ending = 'issued')`);
    await runner.query(`
      CREATE UNIQUE INDEX target_sheets_one_supplement ON target_sheets (tenant_id, year, unit_id, kpi_no) WHERE kind = 'supplement'`);
    await runner.query(`CREATE UNIQUE INDEX target_sheets_by_instance ON target_sheets (instance_id)`);
    await runner.query(
      `CREATE INDEX target_sheets_open_for_comments ON target_sheets (tenant_id, comments_until) WHERE comments_open`,
    );
    await runner.query(`
      CREATE TABLE target_rows (
        row_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        sheet_id uuid NOT NULL,
        no integer NOT NULL,
        revision integer NOT NULL DEFAULT 1,
        field_revisions jsonb NOT NULL DEFAULT '{}',
        origin text NOT NULL,
        class text NOT NULL,
        kpi_no text,
        plan jsonb,
        from_above boolean NOT NULL DEFAULT false,
        locked boolean NOT NULL DEFAULT false,
        returned boolean NOT NULL DEFAULT false,
        indicator text NOT NULL,
        target text NOT NULL,
        operator text NOT NULL,
        value double precision,
        measured_in text NOT NULL,
        baseline text NOT NULL,
        polarity text NOT NULL,
        nature text NOT NULL,
        weight integer NOT NULL,
        current text NOT NULL,
        situation text NOT NULL,
        key_factors text NOT NULL,
        methods text NOT NULL,
        measures text NOT NULL,
        ledger text NOT NULL,
        milestones jsonb NOT NULL,
        coop_unit_ids uuid[] NOT NULL,
        source_paper text NOT NULL,
        CONSTRAINT target_rows_pk PRIMARY KEY (row_id),
        CONSTRAINT target_rows_sheet_fk FOREIGN KEY (sheet_id) REFERENCES target_sheets (sheet_id),
        CONSTRAINT target_rows_weight_in_points CHECK (weight BETWEEN 0 AND 100)
      )`);
    await runner.query(`CREATE INDEX target_rows_of_sheet ON target_rows (sheet_id, no)`);
    await runner.query(`CREATE INDEX target_rows_by_kpi ON target_rows (tenant_id, kpi_no)`);
    await runner.query(`
      CREATE TABLE row_verdicts (
        verdict_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        sheet_id uuid NOT NULL,
        row_id uuid NOT NULL,
        submission_no integer NOT NULL,
        at timestamptz NOT NULL,
        state text NOT NULL,
        post text,
        unit_id uuid,
        account_id uuid,
        verdict text NOT NULL,
        opinion text NOT NULL,
        CONSTRAINT row_verdicts_pk PRIMARY KEY (verdict_id),
        CONSTRAINT row_verdicts_sheet_fk FOREIGN KEY (sheet_id) REFERENCES target_sheets (sheet_id),
        CONSTRAINT row_verdicts_verdict_known CHECK (verdict IN ('accept', 'return', 'agree', 'object'))
      )`);
    await runner.query(`CREATE INDEX row_verdicts_of_sheet ON row_verdicts (sheet_id, at)`);
    await runner.query(`
      CREATE TABLE sheet_submissions (
        submission_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        sheet_id uuid NOT NULL,
        no integer NOT NULL,
        at timestamptz NOT NULL,
        account_id uuid,
        rows jsonb NOT NULL,
        CONSTRAINT sheet_submissions_pk PRIMARY KEY (submission_id),
        CONSTRAINT sheet_submissions_sheet_fk FOREIGN KEY (sheet_id) REFERENCES target_sheets (sheet_id)
      )`);
    await runner.query(`CREATE UNIQUE INDEX sheet_submissions_of_sheet ON sheet_submissions (sheet_id, no)`);
    await runner.query(`
      CREATE TABLE public_comments (
        comment_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        sheet_id uuid NOT NULL,
        row_id uuid,
        text text NOT NULL,
        from_name text NOT NULL,
        at timestamptz NOT NULL,
        adopted boolean,
        answer text,
        answered_at timestamptz,
        answered_by uuid,
        CONSTRAINT public_comments_pk PRIMARY KEY (comment_id),
        CONSTRAINT public_comments_sheet_fk FOREIGN KEY (sheet_id) REFERENCES target_sheets (sheet_id),
        CONSTRAINT public_comments_answer_whole
          CHECK ((adopted IS NULL) = (answer IS NULL) AND (adopted IS NULL) = (answered_at IS NULL))
      )`);
    await runner.query(`CREATE INDEX public_comments_of_sheet ON public_comments (sheet_id, at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE public_comments, sheet_submissions, row_verdicts, target_rows, target_sheets, target_years`,
    );
  }
}
