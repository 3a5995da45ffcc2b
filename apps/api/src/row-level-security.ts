import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The role under which the product reads and writes: it owns no table, and row-level security holds for it. */
export const APP_ROLE = 'kaoping_app';

const ASK_FOR_ROLE =
  '数据库用户 % 不能建立角色。请数据库管理员先执行：CREATE ROLE kaoping_app NOLOGIN; GRANT kaoping_app TO % WITH INHERIT FALSE, SET TRUE; 然后重新启动。' +
  ' This database user may not make roles: ask the database administrator to run these two statements, then start again.';

/** Entries that are only ever added. */
const APPEND_ONLY = ['journal', 'operation_log', 'audit_blocks'];

// breaking: code without a scope of tenants sees no rows
export class RowLevelSecurity1700000040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APP_ROLE}') THEN
          BEGIN
            CREATE ROLE ${APP_ROLE} NOLOGIN;
          EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- made meanwhile, for another database of the server
          END;
        END IF;
        IF NOT pg_has_role(current_user, '${APP_ROLE}', 'SET') THEN
          EXECUTE format('GRANT ${APP_ROLE} TO %I WITH INHERIT FALSE, SET TRUE', current_user);
        END IF;
      EXCEPTION WHEN insufficient_privilege THEN
        RAISE EXCEPTION '${ASK_FOR_ROLE}', current_user, current_user;
      END $$`);
    await runner.query(`GRANT USAGE ON SCHEMA public TO ${APP_ROLE}`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${APP_ROLE}`);
    await runner.query(
      `ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${APP_ROLE}`,
    );
    await runner.query(`REVOKE ALL ON migrations FROM ${APP_ROLE}`);
    // Both sub-selects are worked out once a statement, not once a row.
    await runner.query(`
      CREATE FUNCTION guard_tenants(guarded regclass) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
        EXECUTE format('DROP POLICY IF EXISTS tenants_in_scope ON %s', guarded);
        EXECUTE format('CREATE POLICY tenants_in_scope ON %s TO ${APP_ROLE} USING ('
          '(SELECT current_setting(''kaoping.tenants'', true)) = ''*'''
          ' OR tenant_id = ANY ((SELECT string_to_array(nullif(current_setting(''kaoping.tenants'', true), ''*''), '','')::uuid[])::uuid[]))',
          guarded);
      END $$`);
    await runner.query(`
      SELECT guard_tenants(c.oid::regclass) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
         AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)`);
    await this.#months(runner);
    for (const table of APPEND_ONLY) await runner.query(`REVOKE UPDATE, DELETE ON ${table} FROM ${APP_ROLE}`);
    await runner.query(`GRANT UPDATE (keep_until) ON journal TO ${APP_ROLE}`);
    await runner.query(`GRANT EXECUTE ON FUNCTION purge_operations, purge_blocks TO ${APP_ROLE}`);
  }

  /** The months of the journal are opened, closed and dropped by their owner, for whoever may write the journal. */
  async #months(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION guard_journal_month(month regclass) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM guard_tenants(month);
        EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON %s FROM ${APP_ROLE}', month);
      END $$`);
    await runner.query(
      `SELECT guard_journal_month(inhrelid::regclass) FROM pg_inherits WHERE inhparent = 'journal'::regclass`,
    );
    await runner.query(`
      CREATE OR REPLACE FUNCTION journal_month(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
        PERFORM guard_journal_month(name::regclass);
      EXCEPTION WHEN duplicate_table OR duplicate_object OR unique_violation THEN
        -- Another writer made it meanwhile, and has committed it.
        RETURN;
      END $$`);
    await runner.query(`
      CREATE FUNCTION journal_hold() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS
        'LOCK TABLE journal IN ACCESS EXCLUSIVE MODE'`);
    await runner.query(`
      CREATE FUNCTION journal_drop(month date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE
        name text := 'journal_' || to_char(month, 'YYYY_MM');
      BEGIN
        IF month >= date_trunc('month', now() AT TIME ZONE 'UTC') AND NOT EXISTS (SELECT FROM sample_clock) THEN
          RAISE EXCEPTION 'the month % is not over', to_char(month, 'YYYY-MM');
        END IF;
        EXECUTE format('ALTER TABLE journal DETACH PARTITION %I', name);
        EXECUTE format('DROP TABLE %I', name);
      END $$`);
    await runner.query(
      `REVOKE ALL ON FUNCTION journal_month(date), journal_hold(), journal_drop(date), guard_tenants(regclass), guard_journal_month(regclass) FROM PUBLIC`,
    );
    await runner.query(
      `GRANT EXECUTE ON FUNCTION journal_month(date), journal_hold(), journal_drop(date) TO ${APP_ROLE}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DO $$ DECLARE guarded regclass; BEGIN
        FOR guarded IN SELECT polrelid::regclass FROM pg_policy WHERE polname = 'tenants_in_scope' LOOP
          EXECUTE format('DROP POLICY tenants_in_scope ON %s', guarded);
          EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', guarded);
        END LOOP;
      END $$`);
    await runner.query(`DROP FUNCTION journal_drop(date), journal_hold()`);
    await runner.query(`ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM ${APP_ROLE}`);
    await runner.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${APP_ROLE}`);
  }
}
