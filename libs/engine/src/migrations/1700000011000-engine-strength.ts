import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive; the journal is copied into its partitions
export class EngineStrength1700000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE instances DROP CONSTRAINT instances_status_known, ADD COLUMN suspended_at timestamptz, ADD COLUMN correlation text,
        ADD COLUMN parent_id uuid, ADD COLUMN parent_state text, ADD COLUMN parent_entry integer, ADD COLUMN child_no integer, ADD COLUMN output jsonb,
        ADD COLUMN children jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(
      `ALTER TABLE instances ADD CONSTRAINT instances_status_known CHECK (status IN ('running', 'suspended', 'done'))`,
    );
    await runner.query(
      `CREATE INDEX instances_by_parent ON instances (parent_id, parent_state, parent_entry) WHERE parent_id IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX instances_by_correlation ON instances (tenant_id, workflow, correlation) WHERE correlation IS NOT NULL`,
    );

    await runner.query(`ALTER TABLE journal RENAME TO journal_before`);
    await runner.query(`ALTER TABLE journal_before RENAME CONSTRAINT journal_pk TO journal_before_pk`);
    await runner.query(`ALTER INDEX journal_by_time RENAME TO journal_before_by_time`);
    await runner.query(`
      CREATE TABLE journal (
        instance_id uuid NOT NULL,
        seq integer NOT NULL,
        keep_until date NOT NULL,
        tenant_id uuid NOT NULL,
        at timestamptz NOT NULL,
        kind text NOT NULL,
        event text NOT NULL,
        sent text,
        version integer NOT NULL,
        from_states text[] NOT NULL,
        to_states text[] NOT NULL,
        actor_id uuid,
        actor_post text,
        actor_unit uuid,
        on_behalf_of uuid,
        task_id uuid,
        opinion text,
        reason text,
        given jsonb NOT NULL,
        changed jsonb NOT NULL,
        CONSTRAINT journal_pk PRIMARY KEY (instance_id, seq, keep_until)
      ) PARTITION BY RANGE (keep_until)`);
    await runner.query(`CREATE INDEX journal_by_time ON journal (tenant_id, at)`);
    // A month is attached, not created in place: writers of other months are not held up.
    await runner.query(`
      CREATE FUNCTION journal_month(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        first date := date_trunc('month', month);
        next date := first + interval '1 month';
        name text := 'journal_' || to_char(first, 'YYYY_MM');
      BEGIN
        IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
        EXECUTE format('CREATE TABLE %I (LIKE journal INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        EXECUTE format('ALTER TABLE %I ADD CONSTRAINT in_month CHECK (keep_until >= %L AND keep_until < %L)', name, first, next);
        EXECUTE format('ALTER TABLE journal ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first, next);
        EXECUTE format('ALTER TABLE %I DROP CONSTRAINT in_month', name);
      EXCEPTION WHEN duplicate_table OR duplicate_object OR unique_violation THEN
        -- Another writer made it meanwhile, and has committed it.
        RETURN;
      END $$`);
    await runner.query(`
      SELECT journal_month(month) FROM (
        SELECT DISTINCT (date_trunc('month', at AT TIME ZONE 'UTC') + interval '10 years')::date AS month FROM journal_before) months`);
    await runner.query(`
      INSERT INTO journal (instance_id, seq, keep_until, tenant_id, at, kind, event, version, from_states, to_states, actor_id, actor_post, actor_unit,
        task_id, opinion, given, changed)
      SELECT j.instance_id, j.seq, date_trunc('month', j.at AT TIME ZONE 'UTC') + interval '10 years', j.tenant_id, j.at, j.kind, j.event, i.version,
        j.from_states, j.to_states, j.actor_id, j.actor_post, j.actor_unit, j.task_id, j.opinion, j.given, j.changed
      FROM journal_before j JOIN instances i USING (instance_id)`);
    await runner.query(`DROP TABLE journal_before`);

    await runner.query(`ALTER TABLE timers ADD COLUMN held boolean NOT NULL DEFAULT false`);
    await runner.query(`DROP INDEX timers_due`);
    await runner.query(`CREATE INDEX timers_due ON timers (due_at) WHERE NOT dead AND NOT held`);
    await runner.query(`CREATE INDEX timers_dead ON timers (tenant_id, due_at) WHERE dead`);
    await runner.query(
      `ALTER TABLE outbox DROP CONSTRAINT outbox_status_known, ADD CONSTRAINT outbox_status_known CHECK (status IN ('ready', 'sent', 'dead', 'dropped'))`,
    );
    await runner.query(`ALTER TABLE outbox ADD COLUMN dropped_because text, ADD COLUMN dropped_by uuid`);
    await runner.query(`CREATE INDEX outbox_dead ON outbox (tenant_id, made_at) WHERE status = 'dead'`);

    await runner.query(`
      CREATE TABLE messages (
        message_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        workflow text NOT NULL,
        correlation text,
        instance_id uuid,
        event text NOT NULL,
        data jsonb NOT NULL,
        source text NOT NULL,
        made_at timestamptz NOT NULL,
        expires_at timestamptz,
        ready boolean NOT NULL DEFAULT true,
        lease_until timestamptz,
        fence integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        dead boolean NOT NULL DEFAULT false,
        last_error text,
        CONSTRAINT messages_pk PRIMARY KEY (message_id)
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX messages_ready ON messages (made_at) WHERE ready AND NOT dead`);
    await runner.query(`CREATE INDEX messages_by_instance ON messages (instance_id) WHERE instance_id IS NOT NULL`);
    await runner.query(
      `CREATE INDEX messages_unclaimed ON messages (tenant_id, workflow, correlation) WHERE instance_id IS NULL`,
    );
    await runner.query(`CREATE INDEX messages_laid_aside ON messages (lease_until) WHERE NOT ready AND NOT dead`);
    await runner.query(`CREATE INDEX messages_dead ON messages (tenant_id, made_at) WHERE dead`);

    await runner.query(`
      CREATE TABLE batches (
        batch_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        kind text NOT NULL,
        title_zh text NOT NULL,
        title_en text NOT NULL,
        status text NOT NULL,
        total integer NOT NULL,
        actor jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT batches_pk PRIMARY KEY (batch_id),
        CONSTRAINT batches_status_known CHECK (status IN ('running', 'paused', 'cancelled', 'done'))
      )`);
    await runner.query(`CREATE INDEX batches_running ON batches (made_at) WHERE status = 'running'`);
    await runner.query(`CREATE INDEX batches_by_time ON batches (tenant_id, made_at)`);
    await runner.query(`
      CREATE TABLE batch_items (
        batch_id uuid NOT NULL,
        no integer NOT NULL,
        tenant_id uuid NOT NULL,
        payload jsonb NOT NULL,
        status text NOT NULL,
        lease_until timestamptz,
        fence integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        instance_id uuid,
        code text,
        detail_zh text,
        detail_en text,
        CONSTRAINT batch_items_pk PRIMARY KEY (batch_id, no),
        CONSTRAINT batch_items_status_known CHECK (status IN ('waiting', 'done', 'failed', 'cancelled'))
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX batch_items_waiting ON batch_items (batch_id, no) WHERE status = 'waiting'`);
    await runner.query(
      `CREATE INDEX batch_items_not_done ON batch_items (batch_id, no) WHERE status IN ('failed', 'cancelled')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE batch_items, batches, messages`);
    await runner.query(`DELETE FROM outbox WHERE status = 'dropped'`);
    await runner.query(
      `ALTER TABLE outbox DROP CONSTRAINT outbox_status_known, ADD CONSTRAINT outbox_status_known CHECK (status IN ('ready', 'sent', 'dead'))`,
    );
    await runner.query(`ALTER TABLE outbox DROP COLUMN dropped_because, DROP COLUMN dropped_by`);
    await runner.query(`DROP INDEX outbox_dead, timers_dead, timers_due`);
    await runner.query(`ALTER TABLE timers DROP COLUMN held`);
    await runner.query(`CREATE INDEX timers_due ON timers (due_at) WHERE NOT dead`);
    await runner.query(`ALTER TABLE journal RENAME TO journal_after`);
    await runner.query(`ALTER TABLE journal_after RENAME CONSTRAINT journal_pk TO journal_after_pk`);
    await runner.query(`ALTER INDEX journal_by_time RENAME TO journal_after_by_time`);
    await runner.query(`
      CREATE TABLE journal (
        instance_id uuid NOT NULL, seq integer NOT NULL, tenant_id uuid NOT NULL, at timestamptz NOT NULL, kind text NOT NULL, event text NOT NULL,
        from_states text[] NOT NULL, to_states text[] NOT NULL, actor_id uuid, actor_post text, actor_unit uuid, task_id uuid, opinion text,
        given jsonb NOT NULL, changed jsonb NOT NULL, CONSTRAINT journal_pk PRIMARY KEY (instance_id, seq))`);
    await runner.query(`
      INSERT INTO journal SELECT instance_id, seq, tenant_id, at, kind, event, from_states, to_states, actor_id, actor_post, actor_unit, task_id,
        opinion, given, changed FROM journal_after`);
    await runner.query(`CREATE INDEX journal_by_time ON journal (tenant_id, at)`);
    await runner.query(`DROP TABLE journal_after`);
    await runner.query(`DROP FUNCTION journal_month(date)`);
    await runner.query(`DROP INDEX instances_by_parent, instances_by_correlation`);
    await runner.query(`
      ALTER TABLE instances DROP CONSTRAINT instances_status_known, DROP COLUMN suspended_at, DROP COLUMN correlation, DROP COLUMN parent_id,
        DROP COLUMN parent_state, DROP COLUMN parent_entry, DROP COLUMN child_no, DROP COLUMN output, DROP COLUMN children`);
    await runner.query(
      `ALTER TABLE instances ADD CONSTRAINT instances_status_known CHECK (status IN ('running', 'done'))`,
    );
  }
}
