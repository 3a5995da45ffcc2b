import type { MigrationInterface, QueryRunner } from 'typeorm';

// additive
export class Engine1700000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE definitions (
        tenant_id uuid NOT NULL,
        workflow text NOT NULL,
        version integer NOT NULL,
        body json NOT NULL,
        published_at timestamptz NOT NULL,
        CONSTRAINT definitions_pk PRIMARY KEY (tenant_id, workflow, version)
      )`);
    await runner.query(`
      CREATE TABLE instances (
        instance_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        workflow text NOT NULL,
        version integer NOT NULL,
        title_zh text NOT NULL,
        title_en text NOT NULL,
        unit_id uuid,
        record_id uuid,
        states text[] NOT NULL,
        value jsonb NOT NULL,
        history jsonb NOT NULL,
        subject jsonb NOT NULL,
        revision integer NOT NULL,
        status text NOT NULL,
        ending text,
        started_by uuid,
        start_key text NOT NULL,
        started_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT instances_pk PRIMARY KEY (instance_id),
        CONSTRAINT instances_status_known CHECK (status IN ('running', 'done'))
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE UNIQUE INDEX instances_start_key ON instances (tenant_id, start_key)`);
    await runner.query(
      `CREATE INDEX instances_by_workflow ON instances (tenant_id, workflow, started_at, instance_id)`,
    );
    await runner.query(`CREATE INDEX instances_by_unit ON instances (tenant_id, unit_id, started_at)`);
    await runner.query(`CREATE INDEX instances_by_starter ON instances (tenant_id, started_by, started_at)`);
    await runner.query(`CREATE INDEX instances_by_record ON instances (tenant_id, record_id)`);
    await runner.query(`
      CREATE TABLE journal (
        instance_id uuid NOT NULL,
        seq integer NOT NULL,
        tenant_id uuid NOT NULL,
        at timestamptz NOT NULL,
        kind text NOT NULL,
        event text NOT NULL,
        from_states text[] NOT NULL,
        to_states text[] NOT NULL,
        actor_id uuid,
        actor_post text,
        actor_unit uuid,
        task_id uuid,
        opinion text,
        given jsonb NOT NULL,
        changed jsonb NOT NULL,
        CONSTRAINT journal_pk PRIMARY KEY (instance_id, seq)
      )`);
    await runner.query(`CREATE INDEX journal_by_time ON journal (tenant_id, at)`);
    await runner.query(`
      CREATE TABLE timers (
        timer_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        instance_id uuid NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        task_id uuid,
        payload jsonb NOT NULL,
        due_at timestamptz NOT NULL,
        lease_until timestamptz,
        fence integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        dead boolean NOT NULL DEFAULT false,
        last_error text,
        CONSTRAINT timers_pk PRIMARY KEY (timer_id)
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX timers_due ON timers (due_at) WHERE NOT dead`);
    await runner.query(`CREATE INDEX timers_by_instance ON timers (instance_id)`);
    await runner.query(`CREATE UNIQUE INDEX timers_one_rung ON timers (task_id, name) WHERE task_id IS NOT NULL`);
    await runner.query(`
      CREATE TABLE outbox (
        message_id uuid NOT NULL,
        tenant_id uuid NOT NULL,
        instance_id uuid,
        kind text NOT NULL,
        payload jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        run_at timestamptz NOT NULL DEFAULT now(),
        lease_until timestamptz,
        fence integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        status text NOT NULL DEFAULT 'ready',
        last_error text,
        sent_at timestamptz,
        CONSTRAINT outbox_pk PRIMARY KEY (message_id),
        CONSTRAINT outbox_status_known CHECK (status IN ('ready', 'sent', 'dead'))
      ) WITH (fillfactor = 70)`);
    await runner.query(`CREATE INDEX outbox_ready ON outbox (run_at) WHERE status = 'ready'`);
    await runner.query(`
      CREATE TABLE commands (
        tenant_id uuid NOT NULL,
        key text NOT NULL,
        hash text NOT NULL,
        answer json NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT commands_pk PRIMARY KEY (tenant_id, key)
      )`);
    await runner.query(`CREATE INDEX commands_by_time ON commands (made_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE commands, outbox, timers, journal, instances, definitions`);
  }
}
