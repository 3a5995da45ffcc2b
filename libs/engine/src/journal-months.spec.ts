import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WorkingCalendar } from '#calendar';
import { Database, newId, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { engineParts, type EngineParts } from '../../../test/harness/engine-parts.js';
import { Effects, SYSTEM } from './effects.js';
import { JournalMonths } from './journal-months.js';
import { errand } from '../../../test/harness/errand.js';
import { Verifier } from './verify/verifier.js';

const tenantId = newId();
// Nobody waits here: a matter moves only when it is sent something, and is kept for two months.
const kept = {
  ...errand,
  retention: { months: 2 },
  timers: { silence: { calendarDays: 999 }, soon: { calendarDays: 999 }, long: { calendarDays: 999 } },
};
let opened: TestDatabase;
let database: Database;
let clock: TestClock;
let parts: EngineParts;
let effects: Effects;
let months: JournalMonths;

beforeAll(async () => {
  opened = await openDatabase();
  database = new Database(opened.source);
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await opened.close();
});

beforeEach(async () => {
  await opened.asOwner(`TRUNCATE instances, journal, timers, outbox, commands, definitions, messages CASCADE`);
  for (const { partition } of await partitions()) await opened.asOwner(`DROP TABLE ${partition}`);
  clock = new TestClock('2017-01-10T01:00:00Z');
  effects = new Effects();
  effects.register({ name: 'errand.stamp', run: () => Promise.resolve() });
  const calendars = { of: () => Promise.resolve(new WorkingCalendar({ exceptions: [], publishedYears: [2017] })) };
  parts = engineParts(database, effects, calendars, clock);
  await parts.definitions.publish(database, tenantId, kept, clock.now());
  months = new JournalMonths(database, clock);
});

const partitions = (): Promise<{ partition: string }[]> =>
  database.query(
    `SELECT inhrelid::regclass::text AS partition FROM pg_inherits WHERE inhparent = 'journal'::regclass ORDER BY 1`,
  );

const monthsThere = async (): Promise<string[]> =>
  (await partitions()).map((row) => row.partition.slice('journal_'.length));

async function start(): Promise<string> {
  const { instanceId } = await parts.engine.start({
    tenantId,
    workflow: 'errand',
    title: { zh: '某事', en: 'a matter' },
    unitId: null,
    recordId: null,
    subject: { fee: 1 },
    actor: SYSTEM,
    key: newId(),
  });
  return instanceId;
}

async function send(instanceId: string, ...events: string[]): Promise<void> {
  for (const event of events)
    await parts.engine.run({
      tenantId,
      instanceId,
      plan: () => Promise.resolve({ event, name: event, kind: 'step', actor: SYSTEM }),
    });
}

async function history(instanceId: string): Promise<string[]> {
  const rows = await database.query<{ line: string }>(
    `SELECT seq || ' ' || to_char(keep_until, 'YYYY-MM') AS line FROM journal WHERE instance_id = $1 ORDER BY seq`,
    [instanceId],
  );
  return rows.map((row) => row.line);
}

async function holdsTogether(): Promise<void> {
  const found: unknown[] = [];
  const verifier = new Verifier({ database, definitions: parts.definitions, effects, clock });
  await verifier.verify(
    { tenantId: null, instanceId: null },
    { progress: () => undefined, found: (one) => found.push(one) },
  );
  expect(found).toEqual([]);
}

describe('the months of the journal', () => {
  test('go once they are past, with the histories of cases whose time is over', async () => {
    const ended = await start();
    await send(ended, 'submit', 'pass');
    expect(await history(ended)).toEqual(['1 2017-03', '2 2017-03', '3 2017-03']);
    clock.moveTo('2017-03-31T15:00:00Z');
    expect(await months.tidy()).toEqual({ dropped: [], carried: 0 });
    clock.moveTo('2017-04-01T00:00:00Z');
    expect(await months.tidy()).toEqual({ dropped: ['2017-03'], carried: 0 });
    expect(await history(ended)).toEqual([]);
    await holdsTogether();
  });

  test('carry the whole history of a case that still runs', async () => {
    const running = await start();
    clock.moveTo('2017-02-10T00:00:00Z');
    await send(running, 'submit');
    clock.moveTo('2017-04-10T00:00:00Z');
    expect(await months.tidy()).toEqual({ dropped: ['2017-03'], carried: 1 });
    expect(await history(running)).toEqual(['1 2017-06', '2 2017-04']);
    expect(await monthsThere()).toEqual(['2017_04', '2017_06']);
    await send(running, 'back');
    await holdsTogether();
  });

  test('carry what belongs to a case that ended later, until its own time is over', async () => {
    const long = await start();
    clock.moveTo('2017-03-20T00:00:00Z');
    await send(long, 'submit', 'pass');
    clock.moveTo('2017-04-02T00:00:00Z');
    expect(await months.tidy()).toEqual({ dropped: ['2017-03'], carried: 1 });
    expect(await history(long)).toEqual(['1 2017-05', '2 2017-05', '3 2017-05']);
    clock.moveTo('2017-06-01T00:00:00Z');
    expect(await months.tidy()).toEqual({ dropped: ['2017-05'], carried: 0 });
    expect(await history(long)).toEqual([]);
    await holdsTogether();
  });

  test('stay while something else works on the journal, and go the next time', async () => {
    await send(await start(), 'submit', 'pass');
    clock.moveTo('2017-04-01T00:00:00Z');
    await opened.asOwner(`BEGIN`);
    await opened.asOwner(`LOCK TABLE journal IN SHARE MODE`);
    await expect(months.tidy()).rejects.toThrow('lock timeout');
    await opened.asOwner(`ROLLBACK`);
    expect(await monthsThere()).toEqual(['2017_03']);
    expect((await months.tidy()).dropped).toEqual(['2017-03']);
  });

  test('stay whole for a case that is taken up again in time, and cannot be taken up later', async () => {
    const [again, late] = [await start(), await start()];
    await send(again, 'submit', 'pass');
    await send(late, 'submit', 'pass');
    clock.moveTo('2017-04-01T00:00:00Z');
    const operation = { tenantId, actor: SYSTEM, reason: '重新办理', seq: 2, key: { key: newId(), hash: 'h' } };
    await parts.operations.restart({ ...operation, instanceId: again });
    expect(await months.tidy()).toEqual({ dropped: ['2017-03'], carried: 3 });
    expect(await history(again)).toHaveLength(4);
    const refused = parts.operations.restart({ ...operation, instanceId: late, key: { key: newId(), hash: 'h' } });
    await expect(refused).rejects.toMatchObject({ code: 'step.missing' });
    await holdsTogether();
  });

  test('stay for a case that is taken up between the look and the lock', async () => {
    const id = await start();
    await send(id, 'submit', 'pass');
    clock.moveTo('2017-04-01T00:00:00Z');
    await database.query(`SELECT journal_month($1)`, ['2017-06-01']);
    const tidied = await database.transaction(async (sql) => {
      await sql.query(`LOCK TABLE journal IN ROW EXCLUSIVE MODE`);
      const tidying = months.tidy();
      await untilSomebodyWaitsFor('journal');
      // As a restart would write it, by hand: whoever asks for the lock anew stands behind the one that waits.
      await sql.query(
        `UPDATE instances SET status = 'running', ending = NULL, ended_at = NULL WHERE instance_id = $1`,
        [id],
      );
      await sql.query(
        `INSERT INTO journal SELECT (jsonb_populate_record(j, jsonb_build_object('seq', 4, 'keep_until', '2017-06-01', 'at', $2::text))).*
         FROM journal j WHERE instance_id = $1 AND seq = 2`,
        [id, clock.now().toISOString()],
      );
      return { tidying };
    });
    expect((await tidied.tidying).dropped).toEqual([]);
    expect(await history(id)).toHaveLength(4);
    expect(await months.tidy()).toEqual({ dropped: ['2017-03'], carried: 3 });
  });

  test('are opened again where a late entry needs one', async () => {
    await send(await start(), 'submit', 'pass');
    clock.moveTo('2017-04-01T00:00:00Z');
    await months.tidy();
    const next = await start();
    expect(await history(next)).toEqual(['1 2017-06']);
    await months.tidy();
    expect(await monthsThere()).toEqual(['2017_06']);
  });
});

async function untilSomebodyWaitsFor(table: string): Promise<void> {
  for (;;) {
    const waiting = await database.query(`SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted`, [table]);
    if (waiting.length > 0) return;
  }
}
