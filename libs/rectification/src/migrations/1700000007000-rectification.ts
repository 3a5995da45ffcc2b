import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class Rectification1700000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE opinions (
        opinion_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        instance_id uuid,
        year integer NOT NULL,
        opinion_no integer NOT NULL,
        area text NOT NULL,
        problems text NOT NULL,
        manifestation text NOT NULL,
        directions text NOT NULL,
        lead_units_printed text NOT NULL,
        lead_unit_ids uuid[] NOT NULL,
        source text NOT NULL,
        note text NOT NULL,
        recorded_at timestamptz NOT NULL,
        status text NOT NULL DEFAULT 'open',
        ended_at timestamptz,
        candidate_for integer,
        years_repeated integer,
        CONSTRAINT opinions_pk PRIMARY KEY (opinion_id),
        CONSTRAINT opinions_status_known CHECK (status IN ('open', 'closed', 'carried', 'merged')),
        CONSTRAINT opinions_end_whole CHECK ((status = 'open') = (ended_at IS NULL))
      )`);
    await runner.query(`CREATE UNIQUE INDEX opinions_one_number ON opinions (tenant_id, year, opinion_no)`);
    await runner.query(`CREATE UNIQUE INDEX opinions_by_instance ON opinions (instance_id)`);
    await runner.query(
      `CREATE INDEX opinions_candidates ON opinions (tenant_id, candidate_for) WHERE candidate_for IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE opinions`);
  }
}
