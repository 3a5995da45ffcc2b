import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals';
import { Client, Pool } from 'pg';
import { keepPace } from '#audit';
import { JournalMonths } from '#engine';
import { auditSources } from '../../apps/api/src/audit-trail.js';
import { TENANT, Trail } from './trail.js';

describe('while sixteen write', () => {
  const WRITERS = 16;
  const TRANSACTIONS = 48;
  const ENTRIES = 100;
  let trail: Trail;
  let pool: Pool;

  beforeAll(async () => {
    trail = await Trail.open();
    pool = new Pool({ connectionString: trail.url, max: WRITERS });
    pool.on('error', () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    await trail.close();
  });

  /** Each transaction writes twice, with another's work between, so that they end in another order than they began. */
  async function write(): Promise<void> {
    for (let turn = 0; turn < TRANSACTIONS; turn += 1) {
      const client = await pool.connect();
      const half = `insert into operation_log (entry_id, tenant_id, action, outcome, details)
        select gen_random_uuid(), $1, 'export.made', 'done', jsonb_build_object('no', n) from generate_series(1, ${ENTRIES / 2}) n`;
      await client.query('begin');
      await client.query(half, [TENANT]);
      await new Promise((resolve) => setImmediate(resolve));
      await client.query(half, [TENANT]);
      await client.query(turn % 8 === 7 ? 'rollback' : 'commit');
      client.release();
    }
  }

  test('two sealers that start anew again and again seal every entry once, and no verification raises a false alarm', async () => {
    let isWriting = true;
    const sealing = async (): Promise<number> => {
      let sealed = 0;
      while (isWriting) {
        const more = await trail.sealer().seal();
        sealed += more;
      }
      return sealed;
    };
    const verifying = async (): Promise<number> => {
      let looks = 0;
      while (isWriting) {
        expect((await trail.verify()).fault).toBeNull();
        looks += 1;
      }
      return looks;
    };
    const meanwhile = Promise.all([verifying(), sealing(), sealing()]);
    await Promise.all(Array.from({ length: WRITERS }, write));
    isWriting = false;
    const [looks, one, other] = await meanwhile;
    const sealed = one + other + (await trail.seal());
    const written = WRITERS * (TRANSACTIONS - TRANSACTIONS / 8) * ENTRIES;
    expect(looks).toBeGreaterThan(0);
    expect(sealed).toBe(written);
    expect(await trail.verify()).toMatchObject({ entries: written, fault: null });
  });
});

describe('an audit trail', () => {
  let trail: Trail;
  beforeEach(async () => {
    trail = await Trail.open();
  });
  afterEach(() => trail.close());

  test('does not wait for a transaction that is long under way, nor does it pass it by', async () => {
    const late = new Client({ connectionString: trail.url });
    await late.connect();
    await late.query('begin');
    await late.query(
      `insert into operation_log (entry_id, tenant_id, action, outcome) values ($1, $2, 'export.made', 'done')`,
      [randomUUID(), TENANT],
    );
    await trail.write(3);
    expect(await trail.sealer().seal()).toBe(0);
    await late.query('commit');
    await late.end();
    expect(await trail.seal()).toBe(7);
    expect((await trail.verify()).entries).toBe(7);
  });

  test('stays provable when the office changes the hash, and the key signs as before', async () => {
    await trail.write(5);
    await trail.seal();
    await trail.write(5);
    await trail.seal({ ...trail.settings, algorithm: 'sm3' });
    await trail.write(5);
    await trail.seal();
    const used = await trail.database.query<{ algorithm: string }>(
      `select algorithm from audit_blocks order by first_seq`,
    );
    expect(used.map(({ algorithm }) => algorithm)).toEqual(['sha256', 'sm3', 'sha256']);
    expect(await trail.verify()).toMatchObject({ entries: 30, fault: null });
    const { table, where } = await trail.entry(14);
    await trail.asOwner(`delete from ${table} where ${where}`);
    expect((await trail.verify()).fault).toMatchObject({ kind: 'missing', seq: 14 });
  });

  test('tells of an older backup that was restored, seals nothing onto it, and goes on once that is said', async () => {
    await trail.write(5);
    await trail.seal();
    const backup = await trail.copied();
    try {
      await trail.write(600);
      await trail.seal();
      expect(await trail.verify()).toMatchObject({ entries: 1210, provedUpTo: 1010, fault: null });
      expect((await trail.verify(backup.database)).fault).toMatchObject({ kind: 'truncated', seq: 11 });
      const restored = trail.sealer(backup.database);
      trail.database = backup.database;
      await trail.write(2);
      expect(await restored.seal()).toBe(0);
      expect(await trail.resume('机房断电，恢复到前一晚的备份')).toBe(10);
      expect(await trail.seal()).toBe(4);
      expect(await trail.verify()).toMatchObject({ entries: 14, fault: null });
    } finally {
      await backup.close();
    }
  });

  test('goes on in another PostgreSQL, whose transactions are counted from the beginning', async () => {
    await trail.asOwner(
      `create or replace function current_xact() returns bigint language sql stable return (pg_current_xact_id())::text::bigint + 5000000`,
    );
    await trail.asOwner(
      `create or replace function oldest_open_xact() returns bigint language sql stable return (pg_snapshot_xmin(pg_current_snapshot()))::text::bigint + 5000000`,
    );
    await trail.write(5);
    await trail.seal();
    for (const [name, is] of [
      ['current_xact', '(pg_current_xact_id())::text::bigint'],
      ['oldest_open_xact', '(pg_snapshot_xmin(pg_current_snapshot()))::text::bigint'],
    ])
      await trail.asOwner(`create or replace function ${name}() returns bigint language sql stable return ${is}`);
    await keepPace({ query: (statement) => trail.asOwner(statement) }, auditSources);
    await trail.write(5);
    expect(await trail.seal()).toBe(10);
    await keepPace({ query: (statement) => trail.asOwner(statement) }, auditSources);
    await trail.write(1);
    expect(await trail.seal()).toBe(2);
    expect(await trail.verify()).toMatchObject({ entries: 22, fault: null });
  });

  test('lets months of the journal go, and carries what is to stay, without an alarm', async () => {
    await trail.database.query(`select journal_month('2026-10-01'), journal_month('2027-02-01')`);
    const old = `insert into journal (instance_id, seq, keep_until, tenant_id, at, kind, event, version, from_states, to_states, given, changed)
      select gen_random_uuid(), 1, '2026-10-01', '${TENANT}', now(), 'start', 'start', 1, '{}', '{a}', '{}', '{}' from generate_series(1, 20)`;
    await trail.database.query(old);
    await trail.write(5);
    await trail.seal();
    // One is carried on, as that of a case which still runs.
    await trail.database.query(
      `update journal set keep_until = '2027-02-01' where instance_id = (select min(instance_id::text)::uuid from journal where keep_until = '2026-10-01')`,
    );
    expect(await trail.verify()).toMatchObject({ entries: 30, gone: 0, fault: null });
    const { dropped } = await new JournalMonths(trail.database, trail.clock).tidy();
    expect(dropped).toEqual(['2026-10']);
    expect(await trail.verify()).toMatchObject({ entries: 11, gone: 19, fault: null });
  });

  test('lets old operations go and stays provable; what is younger than six months goes by nobody’s order', async () => {
    const past = await trail.asOf('4 years');
    try {
      const old = (count: number): Promise<unknown> =>
        past.database.query(
          `insert into operation_log (entry_id, tenant_id, action, outcome, at)
             select gen_random_uuid(), '${TENANT}', 'session.opened', 'done', now() from generate_series(1, ${count})`,
        );
      for (const count of [500, 500, 500, 1]) await old(count);
      expect(await trail.seal(trail.settings, past.database)).toBe(1501);
    } finally {
      await past.close();
    }
    await trail.write(10);
    await trail.seal();
    expect(await trail.verify()).toMatchObject({ entries: 1521, provedUpTo: 1521, fault: null });
    expect(await trail.purge()).toEqual({ operations: 1500, blocks: 2 });
    expect(await trail.purge()).toEqual({ operations: 0, blocks: 0 });
    expect(await trail.verify()).toMatchObject({ entries: 20, provedUpTo: 1521, fault: null });
    await trail.write(1);
    await trail.seal();
    expect(await trail.verify()).toMatchObject({ entries: 22, fault: null });

    await trail.database.query(`select purge_operations(1000000000000, 1000), purge_blocks(1000000000)`);
    expect(await trail.verify()).toMatchObject({ entries: 22, fault: null });
    const { table, where } = await trail.entry(1510);
    await trail.asOwner(`delete from ${table} where ${where}`);
    expect((await trail.verify()).fault).toMatchObject({ kind: 'missing', seq: 1510 });
    await trail.asOwner(`delete from audit_blocks where first_seq = 1502`);
    expect((await trail.verify()).fault).toMatchObject({ kind: 'block', seq: 1502 });
  });
});
