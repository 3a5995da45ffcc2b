import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { WorkingCalendar } from '#calendar';
import type { WorkflowDefinition } from '#contracts';
import { Database, DomainError, newId, TestClock } from '#platform';
import { engineParts } from '../../../test/harness/engine-parts.js';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { Effects, SYSTEM, type StartCommand } from './effects.js';
import type { Plan } from './commands.js';
import { ClaimGone, type Engine } from './engine.js';
import { NotNow, Outbox } from './outbox.js';
import type { Timers } from './timers.js';

const text = (word: string): { zh: string; en: string } => ({ zh: word, en: word });

const definition: WorkflowDefinition = {
  workflow: 'permit',
  version: 1,
  title: text('许可'),
  purpose: text('许可'),
  fields: { fee: { type: 'number', title: text('费用') }, note: { type: 'text', maxLength: 99, title: text('说明') } },
  forms: {},
  timers: { silence: { workingDays: 3 } },
  ladders: {},
  columns: [],
  machine: {
    id: 'permit',
    initial: 'open',
    states: {
      open: {
        meta: { title: text('受理') },
        on: {
          grant: {
            target: 'granted',
            guard: { type: 'when', params: { field: 'fee', atLeast: 1 } },
            actions: ['permit.stamp'],
          },
          remark: { actions: { type: 'subject.set', params: { field: 'note', value: '已批注' } } },
        },
        after: { silence: 'lapsed' },
      },
      granted: { type: 'final', meta: { title: text('许可'), ending: 'done' } },
      lapsed: { type: 'final', meta: { title: text('失效'), ending: 'refused' } },
    },
  },
};

const tenantId = newId();
let test1: TestDatabase;
let database: Database;
let clock: TestClock;
let effects: Effects;
let engine: Engine;
let timers: Timers;
let stamps: string[];

beforeAll(async () => {
  test1 = await openDatabase();
  database = new Database(test1.source);
});
afterAll(() => test1.close());

beforeEach(async () => {
  await test1.asOwner(`TRUNCATE instances, journal, timers, outbox, commands, definitions, messages CASCADE`);
  clock = new TestClock('2017-01-03T01:00:00Z');
  effects = new Effects();
  stamps = [];
  effects.register({
    name: 'permit.stamp',
    run: async (step, _, sql) => {
      await sql.query(
        `INSERT INTO outbox (message_id, tenant_id, kind, payload, made_at) VALUES ($1, $2, 'stamp', '{}', now())`,
        [newId(), tenantId],
      );
      if (step.subject['note'] === 'broken') throw new DomainError('conflict', 'stamp.broken', text('章坏了'));
      stamps.push(step.instanceId);
      return { note: '已盖章' };
    },
  });
  const calendars = { of: () => Promise.resolve(new WorkingCalendar({ exceptions: [], publishedYears: [2017] })) };
  const parts = engineParts(database, effects, calendars, clock);
  ({ engine, timers } = parts);
  await parts.definitions.publish(database, tenantId, definition, clock.now());
});

const startOf = (subject: Record<string, unknown>, key: string): StartCommand => ({
  tenantId,
  workflow: 'permit',
  title: text('某项许可'),
  unitId: null,
  recordId: null,
  subject,
  actor: SYSTEM,
  key,
});

async function start(subject: Record<string, unknown> = {}, key = newId()): Promise<string> {
  const [started] = await database.transaction((sql) => engine.startMany([startOf(subject, key)], sql));
  return started?.instanceId ?? '';
}

function send(
  instanceId: string,
  event: string,
  more: Partial<Plan> & { revision?: number; key?: string; hash?: string } = {},
): ReturnType<Engine['run']> {
  const { revision, key, hash = 'h', ...plan } = more;
  return engine.run({
    tenantId,
    instanceId,
    ...(revision !== undefined && { revision }),
    ...(key !== undefined && { key: { key, hash } }),
    plan: () => Promise.resolve({ event, name: event, kind: 'step', actor: SYSTEM, ...plan }),
  });
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

async function one<Row>(statement: string, ...parameters: unknown[]): Promise<Row> {
  const [row] = await database.query<Row>(statement, parameters);
  if (!row) throw new Error(`no row: ${statement}`);
  return row;
}

describe('starting', () => {
  test('writes the instance, the first line of its history and its timer', async () => {
    const instanceId = await start({ fee: 5 });
    expect(
      await one(`SELECT states, revision, status, subject FROM instances WHERE instance_id = $1`, instanceId),
    ).toEqual({ states: ['open'], revision: 1, status: 'running', subject: { fee: 5 } });
    expect(await one(`SELECT seq, kind, to_states, changed FROM journal WHERE instance_id = $1`, instanceId)).toEqual({
      seq: 1,
      kind: 'start',
      to_states: ['open'],
      changed: { fee: 5 },
    });
    const timer = await one<{ due_at: Date }>(`SELECT due_at FROM timers WHERE instance_id = $1`, instanceId);
    expect(timer.due_at.toISOString()).toBe('2017-01-06T15:59:59.999Z');
  });

  test('starts nothing a second time under the same key', async () => {
    await start({}, 'once');
    expect(await start({}, 'once')).toBe('');
    expect(await one(`SELECT count(*)::int AS n FROM instances`)).toEqual({ n: 1 });
    expect(await one(`SELECT count(*)::int AS n FROM journal`)).toEqual({ n: 1 });
  });

  test('in a month of which the first start was undone writes its history all the same', async () => {
    clock.moveTo('2019-05-06T01:00:00Z');
    const command: StartCommand = {
      tenantId,
      workflow: 'permit',
      title: text('某项许可'),
      unitId: null,
      recordId: null,
      subject: {},
      actor: SYSTEM,
      key: 'undone',
    };
    const undone = database.transaction(async (sql) => {
      await engine.startMany([command], sql);
      throw new DomainError('conflict', 'import.undone', text('撤回'));
    });
    expect(await codeOf(undone)).toBe('import.undone');
    const instanceId = await start();
    expect(await one(`SELECT seq FROM journal WHERE instance_id = $1`, instanceId)).toEqual({ seq: 1 });
  });

  test('is refused under a workflow that was never published', async () => {
    const command: StartCommand = {
      tenantId,
      workflow: 'nothing',
      title: text('x'),
      unitId: null,
      recordId: null,
      subject: {},
      actor: SYSTEM,
      key: 'k',
    };
    expect(await codeOf(database.transaction((sql) => engine.startMany([command], sql)))).toBe('definition.missing');
  });
});

describe('publishing', () => {
  test('refuses a chart that cannot run, before it is kept', async () => {
    const machine = { ...definition.machine, states: { open: { on: { grant: 'nowhere' } } } };
    const { definitions } = engineParts(database, effects, { of: () => Promise.reject(new Error()) }, clock);
    const published = definitions.publish(database, tenantId, { ...definition, version: 2, machine }, clock.now());
    expect(await codeOf(published)).toBe('definition.faulty');
    expect(await one(`SELECT count(*)::int AS n FROM definitions`)).toEqual({ n: 1 });
  });
});

describe('a step', () => {
  test('moves the instance and ends it in a final state, its timer gone', async () => {
    const instanceId = await start({ fee: 5 });
    expect(await send(instanceId, 'grant')).toMatchObject({
      instanceId,
      revision: 2,
      states: ['granted'],
      status: 'done',
    });
    expect(await one(`SELECT status, ending, subject FROM instances WHERE instance_id = $1`, instanceId)).toEqual({
      status: 'done',
      ending: 'done',
      subject: { fee: 5, note: '已盖章' },
    });
    expect(await one(`SELECT count(*)::int AS n FROM timers WHERE instance_id = $1`, instanceId)).toEqual({ n: 0 });
  });

  test('merges what was given before the chart is asked, and keeps it in the history', async () => {
    const instanceId = await start();
    await send(instanceId, 'grant', { given: { fee: 8 } });
    expect(await one(`SELECT given, changed FROM journal WHERE instance_id = $1 AND seq = 2`, instanceId)).toEqual({
      given: { fee: 8 },
      changed: { fee: 8, note: '已盖章' },
    });
  });

  test('is refused in words where a guard says no, and leaves nothing', async () => {
    const instanceId = await start({ fee: 0 });
    await expect(send(instanceId, 'grant')).rejects.toMatchObject({
      code: 'step.refused',
      detail: { zh: expect.stringContaining('“费用”不小于 1') as unknown as string },
    });
    expect(await one(`SELECT revision FROM instances WHERE instance_id = $1`, instanceId)).toEqual({ revision: 1 });
  });

  test('leaves nothing of an effect that refuses', async () => {
    const instanceId = await start({ fee: 1, note: 'broken' });
    expect(await codeOf(send(instanceId, 'grant'))).toBe('stamp.broken');
    expect(await one(`SELECT count(*)::int AS n FROM outbox`)).toEqual({ n: 0 });
    expect(await one(`SELECT count(*)::int AS n FROM journal WHERE instance_id = $1`, instanceId)).toEqual({ n: 1 });
  });

  test('is refused with what is known now where the sender saw an older revision', async () => {
    const instanceId = await start({ fee: 1 });
    await send(instanceId, 'remark');
    expect(await codeOf(send(instanceId, 'grant', { revision: 1 }))).toBe('case.changed');
  });

  test('happens once for two clicks at the same time, and both get the same answer', async () => {
    const instanceId = await start({ fee: 1 });
    const clicks = await Promise.all([1, 2, 3].map(() => send(instanceId, 'grant', { key: 'click' })));
    expect(new Set(clicks.map((click) => click.revision))).toEqual(new Set([2]));
    expect(stamps).toEqual([instanceId]);
  });

  test('is refused where a key is used again for something else', async () => {
    const instanceId = await start({ fee: 1 });
    await send(instanceId, 'remark', { key: 'k' });
    expect(await codeOf(send(instanceId, 'remark', { key: 'k', hash: 'other' }))).toBe('command.key-reused');
  });

  test('numbers history without gaps whoever comes at once', async () => {
    const instanceId = await start({ fee: 1 });
    await Promise.all(Array.from({ length: 8 }, () => send(instanceId, 'remark')));
    const rows = await database.query<{ seq: number }>(`SELECT seq FROM journal WHERE instance_id = $1 ORDER BY seq`, [
      instanceId,
    ]);
    expect(rows.map((row) => row.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('that holds what no column takes fails alone, whoever is written with it', async () => {
    const [good, bad, late] = [await start({ fee: 1 }), await start({ fee: 1 }), await start({ fee: 1 })];
    const step = (instanceId: string, more: object): Promise<unknown> =>
      engine.run({
        tenantId,
        instanceId,
        plan: () => Promise.resolve({ event: 'remark', name: 'remark', kind: 'step', actor: SYSTEM, ...more }),
      });
    const told = await Promise.allSettled([step(good, {}), step(bad, { taskId: 'the third one' }), step(late, {})]);
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('leaves the indexes of its case alone, also where neighbours step together: their rows stay on their page', async () => {
    const commands = Array.from({ length: 60 }, () => startOf({}, newId()));
    const started = await database.transaction((sql) => engine.startMany(commands, sql));
    const pages = (): Promise<{ instance_id: string; page: number }[]> =>
      database.query(`SELECT instance_id, (ctid::text::point)[0] AS page FROM instances ORDER BY instance_id`);
    const before = await pages();
    await Promise.all(started.map(({ instanceId }) => send(instanceId, 'remark')));
    expect(await pages()).toEqual(before);
    expect(await one(`SELECT count(*)::int AS n FROM instances WHERE revision = 2`)).toEqual({ n: 60 });
  });

  test('finds no case of another tenant', async () => {
    const instanceId = await start({ fee: 1 });
    const foreign = engine.run({
      tenantId: newId(),
      instanceId,
      plan: () => Promise.resolve({ event: 'grant', name: 'grant', kind: 'step', actor: SYSTEM }),
    });
    expect(await codeOf(foreign)).toBe('case.missing');
  });
});

describe('timers', () => {
  test('fire nothing before they are due', async () => {
    await start();
    clock.moveTo('2017-01-06T15:59:59.000Z');
    expect(await timers.fireDue()).toEqual({ transitions: 0, reminders: 0, escalations: 0 });
  });

  test('fire once, however many workers look', async () => {
    for (let turn = 0; turn < 20; turn += 1) await start();
    clock.moveTo('2017-01-07T00:00:00Z');
    const calendars = { of: () => Promise.resolve(new WorkingCalendar({ exceptions: [], publishedYears: [2017] })) };
    const { timers: other } = engineParts(database, effects, calendars, clock);
    const fired = await Promise.all([timers.fireDue(), other.fireDue(), timers.fireDue(), other.fireDue()]);
    expect(fired.reduce((sum, one) => sum + one.transitions, 0)).toBe(20);
    expect(await other.fireDue()).toEqual({ transitions: 0, reminders: 0, escalations: 0 });
    expect(await one(`SELECT count(*)::int AS n FROM journal WHERE kind = 'timer'`)).toEqual({ n: 20 });
  });

  test('do not fire for a case that moved on while they were claimed', async () => {
    const instanceId = await start({ fee: 1 });
    const { timer_id: id, name } = await one<{ timer_id: string; name: string }>(
      `SELECT timer_id, name FROM timers WHERE instance_id = $1`,
      instanceId,
    );
    await send(instanceId, 'remark');
    await database.query(`UPDATE timers SET fence = fence + 1`);
    const late = send(instanceId, name, { kind: 'timer', timer: { id, fence: 0 } });
    await expect(late).rejects.toThrow(ClaimGone);
    await send(instanceId, 'grant');
    expect(await one(`SELECT states FROM instances WHERE instance_id = $1`, instanceId)).toEqual({
      states: ['granted'],
    });
  });

  test('that always fail end as dead, and the reason is kept', async () => {
    const instanceId = await start();
    await database.query(`UPDATE timers SET name = 'xstate.after.silence.permit.nowhere' WHERE instance_id = $1`, [
      instanceId,
    ]);
    clock.moveTo('2017-01-07T00:00:00Z');
    for (let turn = 0; turn < 9; turn += 1) {
      await timers.fireDue();
      await database.query(`UPDATE timers SET lease_until = NULL`);
    }
    expect(await one(`SELECT dead, attempts, last_error FROM timers`)).toEqual({
      dead: true,
      attempts: 8,
      last_error: expect.stringContaining('step.refused') as unknown as string,
    });
  });
});

describe('the outbox', () => {
  const message = (): Promise<unknown> =>
    database.query(
      `INSERT INTO outbox (message_id, tenant_id, kind, payload, made_at) VALUES ($1, $2, 'letter', '{}', now())`,
      [newId(), tenantId],
    );

  test('lets each message leave once, however many workers look', async () => {
    const outbox = new Outbox(database);
    const left: string[] = [];
    outbox.register({ kind: 'letter', deliver: (letter) => Promise.resolve(void left.push(letter.messageId)) });
    for (let turn = 0; turn < 30; turn += 1) await message();
    await Promise.all([outbox.deliverReady(), outbox.deliverReady()]);
    expect(left).toHaveLength(30);
    expect(new Set(left).size).toBe(30);
  });

  test('tries again after a pause, under the same id, and gives up after ten attempts', async () => {
    const outbox = new Outbox(database);
    const ids: string[] = [];
    outbox.register({
      kind: 'letter',
      deliver: (letter) => Promise.reject(new Error(`refused ${String(ids.push(letter.messageId))}`)),
    });
    await message();
    for (let turn = 0; turn < 12; turn += 1) {
      await outbox.deliverReady();
      await database.query(`UPDATE outbox SET run_at = now()`);
    }
    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(1);
    expect(await one(`SELECT status, last_error FROM outbox`)).toEqual({
      status: 'dead',
      last_error: 'Error: refused 10',
    });
  });

  test('goes on after a delivery that never ends', async () => {
    const outbox = new Outbox(database);
    const begun = Promise.withResolvers<void>();
    let isFirst = true;
    outbox.register({
      kind: 'letter',
      deliver: () => {
        if (!isFirst) return Promise.resolve();
        isFirst = false;
        begun.resolve();
        return Promise.withResolvers<void>().promise;
      },
    });
    await message();
    await message();
    const timer = jest.spyOn(globalThis, 'setTimeout');
    const sending = outbox.deliverReady();
    await begun.promise;
    // Its time is over, without anybody waiting for it.
    for (const [over, ms] of timer.mock.calls) if (ms === 25_000) over();
    timer.mockRestore();
    expect(await sending).toBe(1);
    expect(await database.query(`SELECT status, last_error FROM outbox ORDER BY status`)).toEqual([
      { status: 'ready', last_error: 'Error: not done in 25 seconds' },
      { status: 'sent', last_error: null },
    ]);
  });

  test('keeps back, without losing an attempt, what cannot leave now; what is apart leaves in its own turn', async () => {
    const outbox = new Outbox(database);
    let isClosed = true;
    const left: string[] = [];
    outbox.register({
      kind: 'letter',
      isApart: true,
      deliver: ({ messageId }) =>
        isClosed ? Promise.reject(new NotNow(60)) : Promise.resolve(void left.push(messageId)),
    });
    await message();
    expect(await outbox.deliverReady()).toBe(0);
    expect(await one(`SELECT attempts FROM outbox`)).toEqual({ attempts: 0 });
    for (let turn = 0; turn < 12; turn += 1) {
      await outbox.deliverReady('letter');
      await database.query(`UPDATE outbox SET run_at = now()`);
    }
    expect(await one(`SELECT status, attempts FROM outbox`)).toEqual({ status: 'ready', attempts: 0 });
    isClosed = false;
    expect(await outbox.deliverReady()).toBe(0);
    expect(await outbox.deliverReady('letter')).toBe(1);
    expect(left).toHaveLength(1);
  });
});
