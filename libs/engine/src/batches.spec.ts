import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OperationLog } from '#audit';
import { WorkingCalendar } from '#calendar';
import { Database, DomainError, newId, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { engineParts } from '../../../test/harness/engine-parts.js';
import { BatchControl, type BatchProgress } from './batch-control.js';
import type { BatchKind } from './batch-kinds.js';
import { Batches } from './batches.js';
import { Effects, SYSTEM } from './effects.js';
import { permit } from './permit.fixture.js';

const tenantId = newId();
const clock = new TestClock('2017-01-03T01:00:00Z');
const title = { zh: '一批', en: 'A batch' };

let opened: TestDatabase;
let database: Database;
let control: BatchControl;

beforeAll(async () => {
  opened = await openDatabase();
  database = new Database(opened.source);
  control = new BatchControl(database, new OperationLog());
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await opened.close();
});

beforeEach(async () => {
  await opened.asOwner(
    `TRUNCATE instances, journal, timers, outbox, commands, definitions, messages, batches, batch_items CASCADE`,
  );
  const { definitions } = parts();
  await definitions.publish(database, tenantId, permit, clock.now());
});

function parts(): ReturnType<typeof engineParts> {
  const calendars = { of: () => Promise.resolve(new WorkingCalendar({ exceptions: [], publishedYears: [2017] })) };
  return engineParts(database, new Effects(), calendars, clock);
}

/** A worker as another process would be: it shares the database with others, and nothing else. */
function worker(run: BatchKind<{ name: string }>['run'] = () => Promise.resolve({ instanceId: null })): Batches {
  const batches = new Batches(database, clock, parts().engine);
  batches.register<{ name: string }>({ kind: 'errand', run });
  return batches;
}

const order = (batches: Batches, count: number): Promise<string> =>
  batches.order(database, {
    tenantId,
    kind: 'errand',
    title,
    actor: SYSTEM,
    items: Array.from({ length: count }, (_, index) => ({ name: `第${index + 1}件` })),
  });
const progress = (batchId: string): Promise<BatchProgress> => control.read(tenantId, batchId);
const key = () => ({ key: newId(), hash: 'h' });
const leasesRunOut = (): Promise<unknown> =>
  database.query(`UPDATE batch_items SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL`);
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

describe('a batch of starts', () => {
  const start = (batches: Batches, count: number): Promise<string> =>
    batches.order(database, {
      tenantId,
      kind: 'start',
      title,
      actor: SYSTEM,
      items: Array.from({ length: count }, (_, index) => ({
        workflow: 'permit',
        title: { zh: `许可${index + 1}`, en: `Permit ${index + 1}` },
        unitId: null,
        recordId: null,
        subject: { fee: index },
      })),
    });

  test('starts every case once, and names it', async () => {
    const batches = worker();
    const batchId = await start(batches, 1_200);
    expect(await progress(batchId)).toMatchObject({ status: 'running', total: 1_200, waiting: 1_200, endedAt: null });
    await batches.runReady();
    expect(await progress(batchId)).toMatchObject({ status: 'done', waiting: 0, failed: 0, endedAt: clock.now() });
    const [counts] = await database.query(
      `SELECT count(*)::int AS items, count(DISTINCT i.instance_id)::int AS cases FROM batch_items b JOIN instances i USING (instance_id)
       WHERE i.title_zh = '许可' || b.no AND (i.subject ->> 'fee')::int = b.no - 1`,
    );
    expect(counts).toEqual({ items: 1_200, cases: 1_200 });
  });

  test('starts nothing twice where its worker died before it could write what it did', async () => {
    const batches = worker();
    const batchId = await start(batches, 40);
    await batches.runReady();
    await database.query(
      `UPDATE batch_items SET status = 'waiting', instance_id = NULL, lease_until = now() - interval '1 second'`,
    );
    await database.query(`UPDATE batches SET status = 'running', ended_at = NULL`);
    await worker().runReady();
    expect(await progress(batchId)).toMatchObject({ status: 'done', waiting: 0, failed: 0 });
    expect(await database.query(`SELECT count(*)::int AS n FROM instances`)).toEqual([{ n: 40 }]);
    expect(await database.query(`SELECT FROM batch_items WHERE instance_id IS NULL`)).toEqual([]);
  });

  test('says of each case why it was not started', async () => {
    const batches = worker();
    const missing = {
      workflow: 'nothing',
      title: { zh: '某事', en: 'Something' },
      unitId: null,
      recordId: null,
      subject: {},
    };
    const batchId = await batches.order(database, {
      tenantId,
      kind: 'start',
      title,
      actor: SYSTEM,
      items: [missing, { ...missing, workflow: 'permit' }],
    });
    await batches.runReady();
    expect(await progress(batchId)).toMatchObject({ status: 'done', failed: 1, waiting: 0 });
    expect(await control.notDone(tenantId, batchId, 0, 10)).toEqual([
      expect.objectContaining({
        no: 1,
        status: 'failed',
        titleZh: '某事',
        titleEn: 'Something',
        code: 'definition.missing',
        detailZh: expect.stringContaining('没有已发布的流程') as unknown,
      }),
    ]);
    expect(await control.notDone(tenantId, batchId, 1, 10)).toEqual([]);
  });
});

describe('two workers', () => {
  test('share a batch, and carry out every item once', async () => {
    const done: number[] = [];
    const run: BatchKind<{ name: string }>['run'] = (item) => {
      done.push(item.no);
      return Promise.resolve({ instanceId: null });
    };
    const [one, other] = [worker(run), worker(run)];
    const batchId = await order(one, 3_000);
    await Promise.all([one.runReady(), other.runReady()]);
    expect(done.sort((a, b) => a - b)).toEqual(Array.from({ length: 3_000 }, (_, index) => index + 1));
    await one.runReady();
    expect(await progress(batchId)).toMatchObject({ status: 'done', waiting: 0 });
  });

  test('take over from one that is gone; what it says later no longer counts', async () => {
    const late = Promise.withResolvers<{ instanceId: string }>();
    const seen: string[] = [];
    const dying = worker((item) => {
      seen.push(item.key);
      return late.promise;
    });
    const batchId = await order(dying, 3);
    const dead = dying.runReady();
    while (seen.length < 3) await new Promise((resolve) => setImmediate(resolve));
    const living = worker((item) => {
      seen.push(item.key);
      return Promise.resolve({ instanceId: null });
    });
    expect(await living.runReady()).toBe(0);
    await leasesRunOut();
    expect(await living.runReady()).toBe(3);
    expect(await progress(batchId)).toMatchObject({ status: 'done', waiting: 0 });
    expect(seen.slice(3).sort()).toEqual(seen.slice(0, 3).sort());
    late.resolve({ instanceId: newId() });
    await dead;
    expect(await database.query(`SELECT FROM batch_items WHERE instance_id IS NOT NULL`)).toEqual([]);
  });
});

describe('an item that fails', () => {
  test('is tried again, and then says what the last error was', async () => {
    let attempts = 0;
    const batches = worker((item) => {
      if (item.no !== 2) return Promise.resolve({ instanceId: null });
      attempts += 1;
      return Promise.reject(new Error('the stamp is at lunch'));
    });
    const batchId = await order(batches, 3);
    for (let round = 0; round < 6; round += 1) {
      await batches.runReady();
      await leasesRunOut();
    }
    expect(attempts).toBe(5);
    expect(await progress(batchId)).toMatchObject({ status: 'done', failed: 1, waiting: 0 });
    const [failed] = await control.notDone(tenantId, batchId, 0, 10);
    expect(failed).toMatchObject({ no: 2, code: 'item.failed' });
    expect(failed?.detailEn).toContain('the stamp is at lunch');
  });

  test('waits for its pause to be over', async () => {
    let attempts = 0;
    const batches = worker(() => {
      attempts += 1;
      return Promise.reject(new Error('not yet'));
    });
    await order(batches, 1);
    await batches.runReady();
    await batches.runReady();
    expect(attempts).toBe(1);
  });

  test('and kills its process every time is given up, and takes no other with it', async () => {
    const seen: number[] = [];
    const batchId = await order(worker(), 4);
    for (let life = 0; life < 6; life += 1) {
      const death = Promise.withResolvers<void>();
      const batches = worker((item) => {
        seen.push(item.no);
        if (item.no !== 1) return Promise.resolve({ instanceId: null });
        death.resolve();
        return new Promise(() => undefined);
      });
      await Promise.race([batches.runReady(), death.promise]);
      await leasesRunOut();
    }
    await worker().runReady();
    expect(seen.filter((no) => no === 1)).toHaveLength(5);
    expect(await progress(batchId)).toMatchObject({ status: 'done', failed: 1, waiting: 0 });
    expect(await control.notDone(tenantId, batchId, 0, 10)).toEqual([
      expect.objectContaining({ no: 1, code: 'item.broke-off' }),
    ]);
  });
});

describe('a batch under way', () => {
  /** Runs until the first items are at work, and lets them go when told. */
  async function underWay(
    count: number,
  ): Promise<{ batches: Batches; batchId: string; finish: () => Promise<number>; begun: () => number }> {
    const gate = Promise.withResolvers<{ instanceId: null }>();
    let begun = 0;
    const batches = worker(() => {
      begun += 1;
      return gate.promise;
    });
    const batchId = await order(batches, count);
    const running = batches.runReady();
    while (begun < 1_000) await new Promise((resolve) => setImmediate(resolve));
    const finish = (): Promise<number> => {
      gate.resolve({ instanceId: null });
      return running;
    };
    return { batches, batchId, finish, begun: () => begun };
  }

  test('begins nothing while it is paused, finishes what it began, and goes on when it is resumed', async () => {
    const { batches, batchId, finish, begun } = await underWay(2_500);
    await control.pause(tenantId, batchId, key());
    await finish();
    expect(begun()).toBe(1_000);
    expect(await progress(batchId)).toMatchObject({ status: 'paused', waiting: 1_500, endedAt: null });
    expect(await batches.runReady()).toBe(0);
    await control.resume(tenantId, batchId, key());
    await batches.runReady();
    expect(await progress(batchId)).toMatchObject({ status: 'done', waiting: 0 });
  });

  test('leaves what it did where it is cancelled, and gives up the rest', async () => {
    const { batches, batchId, finish } = await underWay(2_500);
    await control.cancel(tenantId, batchId, key());
    await finish();
    await batches.runReady();
    expect(await progress(batchId)).toMatchObject({
      status: 'cancelled',
      waiting: 0,
      cancelled: 1_500,
      endedAt: clock.now(),
    });
    const [first] = await control.notDone(tenantId, batchId, 0, 1);
    expect(first).toMatchObject({ no: 1_001, status: 'cancelled' });
  });

  test('does not hold up a small one that was ordered later', async () => {
    const order2 = worker();
    const [large, small] = [await order(order2, 5_000), await order(order2, 5)];
    const ended: string[] = [];
    const batches = worker(async (item, batch) => {
      if (batch.batchId === small && item.no === 5) ended.push((await progress(large)).status);
      return { instanceId: null };
    });
    await batches.runReady();
    expect(ended).toEqual(['running']);
  });
});

describe('a command to a batch', () => {
  test('counts once, whatever the clicks', async () => {
    const batchId = await order(worker(), 1);
    const click = key();
    const answers = await Promise.all([1, 2].map(() => control.pause(tenantId, batchId, click)));
    expect(answers).toEqual([{ batchId }, { batchId }]);
  });

  test('is refused where the batch is not so far, or no longer', async () => {
    const batches = worker();
    const batchId = await order(batches, 1);
    expect(await codeOf(control.resume(tenantId, batchId, key()))).toBe('batch.passed');
    await batches.runReady();
    expect(await codeOf(control.pause(tenantId, batchId, key()))).toBe('batch.passed');
    expect(await codeOf(control.cancel(tenantId, batchId, key()))).toBe('batch.passed');
  });

  test('finds no batch of another tenant', async () => {
    const batchId = await order(worker(), 1);
    expect(await codeOf(control.pause(newId(), batchId, key()))).toBe('batch.missing');
  });
});

test('an order is taken back with its transaction', async () => {
  const batches = worker();
  const taken = database.transaction(async (sql) => {
    await batches.order(sql, { tenantId, kind: 'errand', title, actor: SYSTEM, items: [{ name: 'x' }] });
    throw new Error('the caller thinks better of it');
  });
  await expect(taken).rejects.toThrow('thinks better');
  expect(await control.list(tenantId, null, 10)).toEqual([]);
});

test('the list begins with the newest, and goes on where it stopped', async () => {
  const batches = worker();
  const ids = [await order(batches, 1), await order(batches, 2), await order(batches, 3)];
  const [newest, second] = await control.list(tenantId, null, 2);
  expect([newest?.batchId, second?.batchId]).toEqual([ids[2], ids[1]]);
  const rest = await control.list(tenantId, { at: second?.sortAt ?? '', id: second?.batchId ?? '' }, 2);
  expect(rest.map((batch) => batch.total)).toEqual([1]);
});
