import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OperationLog } from '#audit';
import { WorkingCalendar } from '#calendar';
import { Database, DomainError, newId, TestClock } from '#platform';
import { openDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { engineParts, type EngineParts } from '../../../test/harness/engine-parts.js';
import { Bell } from './bell.js';
import { Effects, SYSTEM } from './effects.js';
import { Incidents, type IncidentKind } from './incidents.js';
import { Outbox } from './outbox.js';
import { permit } from './permit.fixture.js';

const tenantId = newId();
const actor = { accountId: newId(), post: 'administrator', unitId: null };

let opened: TestDatabase;
let database: Database;
let clock: TestClock;
let parts: EngineParts;
let incidents: Incidents;

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
  clock = new TestClock('2017-01-03T01:00:00Z');
  const calendars = { of: () => Promise.resolve(new WorkingCalendar({ exceptions: [], publishedYears: [2017] })) };
  parts = engineParts(database, new Effects(), calendars, clock);
  await parts.definitions.publish(database, tenantId, permit, clock.now());
  incidents = new Incidents(database, parts.engine, new Bell(database), new OperationLog());
});

const key = () => ({ key: newId(), hash: 'h' });
const hand = (kind: IncidentKind, id: string) => ({ tenantId, kind, id, actor, key: key() });
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

async function start(): Promise<string> {
  const { instanceId } = await parts.engine.start({
    tenantId,
    workflow: 'permit',
    title: { zh: '某项许可', en: 'A permit' },
    unitId: null,
    recordId: null,
    subject: {},
    actor: SYSTEM,
    key: newId(),
  });
  return instanceId;
}

/** A case whose deadline was given up. */
async function deadTimer(): Promise<{ instanceId: string; id: string }> {
  const instanceId = await start();
  const [timer] = await database.query<{ timer_id: string }>(
    `UPDATE timers SET dead = true, attempts = 8, last_error = 'Error: the stamp is broken', lease_until = now() + interval '1 hour'
     WHERE instance_id = $1 RETURNING timer_id`,
    [instanceId],
  );
  return { instanceId, id: timer?.timer_id ?? '' };
}

async function deadLetter(instanceId: string | null): Promise<string> {
  const id = newId();
  await database.query(
    `INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at, status, attempts, last_error)
     VALUES ($1, $2, $3, 'letter', '{}', $4, 'dead', 10, 'Error: no route to the post office')`,
    [id, tenantId, instanceId, clock.now()],
  );
  return id;
}

async function deadMessage(instanceId: string): Promise<string> {
  const id = newId();
  await database.query(
    `INSERT INTO messages (message_id, tenant_id, workflow, instance_id, event, data, source, made_at, attempts, dead, last_error, lease_until)
     VALUES ($1, $2, 'permit', $3, 'grant', $4::jsonb, 'outside', $5, 8, true, 'Error: it broke', now() + interval '1 hour')`,
    [id, tenantId, instanceId, JSON.stringify({ given: { fee: 7 }, actor: SYSTEM }), clock.now()],
  );
  return id;
}

const journal = (instanceId: string): Promise<unknown[]> =>
  database.query(`SELECT event, kind, reason, actor_id FROM journal WHERE instance_id = $1 AND seq > 1 ORDER BY seq`, [
    instanceId,
  ]);

describe('the list', () => {
  test('says what was given up, of which case, since when, and why', async () => {
    const { instanceId, id } = await deadTimer();
    const letter = await deadLetter(null);
    const message = await deadMessage(instanceId);
    await deadLetter(instanceId);
    await start();
    const all = await incidents.list(tenantId, null, 10);
    expect(all).toHaveLength(4);
    expect(all[0]).toEqual({
      kind: 'timer',
      id,
      name: 'silence',
      state: 'open',
      instanceId,
      title: { zh: '某项许可', en: 'A permit' },
      workflow: 'permit',
      version: 1,
      since: new Date('2017-01-06T15:59:59.999Z'),
      sortAt: expect.any(String) as unknown,
      attempts: 8,
      lastError: 'Error: the stamp is broken',
    });
    expect(all).toContainEqual(expect.objectContaining({ kind: 'outbox', id: letter, name: 'letter', title: null }));
    expect(all).toContainEqual(expect.objectContaining({ kind: 'message', id: message, name: 'grant', instanceId }));
  });

  test('goes on where it stopped, and holds nothing of another tenant', async () => {
    for (let turn = 0; turn < 3; turn += 1) await deadLetter(null);
    const [first, second] = await incidents.list(tenantId, null, 2);
    const rest = await incidents.list(tenantId, { at: second?.sortAt ?? '', id: second?.id ?? '' }, 5);
    expect(new Set([first?.id, second?.id, rest[0]?.id]).size).toBe(3);
    expect(rest).toHaveLength(1);
    expect(await incidents.list(newId(), null, 10)).toEqual([]);
  });
});

describe('what is tried again', () => {
  test('fires where it was a deadline', async () => {
    const { instanceId, id } = await deadTimer();
    clock.moveTo('2017-01-07T00:00:00Z');
    expect(await parts.timers.fireDue()).toMatchObject({ transitions: 0 });
    await incidents.retry(hand('timer', id));
    expect(await parts.timers.fireDue()).toMatchObject({ transitions: 1 });
    expect(await database.query(`SELECT states FROM instances WHERE instance_id = $1`, [instanceId])).toEqual([
      { states: ['lapsed'] },
    ]);
    expect(await incidents.list(tenantId, null, 10)).toEqual([]);
  });

  test('leaves where it was a letter', async () => {
    const id = await deadLetter(null);
    const outbox = new Outbox(database);
    const delivered: string[] = [];
    outbox.register({ kind: 'letter', deliver: (letter) => Promise.resolve(void delivered.push(letter.messageId)) });
    await incidents.retry(hand('outbox', id));
    await outbox.deliverReady();
    expect(delivered).toEqual([id]);
  });

  test('reaches its case where it was an event', async () => {
    const instanceId = await start();
    const id = await deadMessage(instanceId);
    await incidents.retry(hand('message', id));
    await parts.mailroom.deliverReady();
    expect(await database.query(`SELECT states, subject FROM instances WHERE instance_id = $1`, [instanceId])).toEqual([
      { states: ['granted'], subject: { fee: 7 } },
    ]);
  });

  test('counts once for two clicks', async () => {
    const { id } = await deadTimer();
    const click = hand('timer', id);
    expect(await Promise.all([incidents.retry(click), incidents.retry(click)])).toEqual([{ id }, { id }]);
  });
});

describe('what is given up', () => {
  test('is gone, and the history of its case says by whom and why', async () => {
    const { instanceId, id } = await deadTimer();
    const message = await deadMessage(instanceId);
    await incidents.giveUp({ ...hand('timer', id), reason: '期限已另行书面延长' });
    await incidents.giveUp({ ...hand('message', message), reason: '来函有误' });
    expect(await journal(instanceId)).toEqual([
      { event: 'timer.given-up', kind: 'modify', reason: '期限已另行书面延长', actor_id: actor.accountId },
      { event: 'message.given-up', kind: 'modify', reason: '来函有误', actor_id: actor.accountId },
    ]);
    expect(await incidents.list(tenantId, null, 10)).toEqual([]);
    clock.moveTo('2017-01-07T00:00:00Z');
    expect(await parts.timers.fireDue()).toMatchObject({ transitions: 0 });
    expect(await database.query(`SELECT states, status FROM instances WHERE instance_id = $1`, [instanceId])).toEqual([
      { states: ['open'], status: 'running' },
    ]);
  });

  test('keeps the reason beside the letter', async () => {
    const id = await deadLetter(await start());
    await incidents.giveUp({ ...hand('outbox', id), reason: '收件人已调离' });
    expect(
      await database.query(`SELECT status, dropped_because, dropped_by FROM outbox WHERE message_id = $1`, [id]),
    ).toEqual([{ status: 'dropped', dropped_because: '收件人已调离', dropped_by: actor.accountId }]);
  });

  test('is just removed where the case has ended, whose history is closed', async () => {
    const instanceId = await start();
    await parts.engine.run({
      tenantId,
      instanceId,
      plan: () => Promise.resolve({ event: 'grant', name: 'grant', kind: 'step', actor: SYSTEM }),
    });
    const id = await deadMessage(instanceId);
    await incidents.giveUp({ ...hand('message', id), reason: '已办结' });
    expect(await incidents.list(tenantId, null, 10)).toEqual([]);
    expect(await journal(instanceId)).toHaveLength(1);
  });

  test('may belong to a case that is suspended', async () => {
    const { instanceId, id } = await deadTimer();
    await parts.operations.suspend({ tenantId, instanceId, actor, reason: '等待', key: key() });
    await incidents.giveUp({ ...hand('timer', id), reason: '不再需要' });
    expect(await database.query(`SELECT status FROM instances`)).toEqual([{ status: 'suspended' }]);
  });

  test('is refused where it is settled already, or not there', async () => {
    const { id } = await deadTimer();
    await incidents.retry(hand('timer', id));
    for (const kind of ['timer', 'outbox', 'message'] as const) {
      expect(await codeOf(incidents.giveUp({ ...hand(kind, id), reason: '迟了' }))).toBe('incident.missing');
      expect(await codeOf(incidents.retry(hand(kind, id)))).toBe('incident.missing');
    }
    expect(await codeOf(incidents.giveUp({ ...hand('timer', id), tenantId: newId(), reason: '别处' }))).toBe(
      'incident.missing',
    );
  });
});
