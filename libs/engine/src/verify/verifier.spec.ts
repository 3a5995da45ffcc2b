import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { WorkingCalendar } from '#calendar';
import { Database, newId, TestClock } from '#platform';
import { engineParts, type EngineParts } from '../../../../test/harness/engine-parts.js';
import { openDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { Effects, SYSTEM } from '../effects.js';
import type { Operation } from '../case-operations.js';
import type { Scope } from './case-page.js';
import { errand, tour } from '../../../../test/harness/errand.js';
import { Verifier } from './verifier.js';
import type { Violation } from './violation.js';

const tenantId = newId();
const everything: Scope = { tenantId: null, instanceId: null };
const words = (word: string): { zh: string; en: string } => ({ zh: word, en: word });
/** The errand's second version, in which the review is called otherwise. */
const renamed = JSON.parse(
  JSON.stringify({ ...errand, version: 2 }).replaceAll('"review"', '"check"'),
) as typeof errand;
let opened: TestDatabase;
let database: Database;
let clock: TestClock;
let effects: Effects;
let parts: EngineParts;

beforeAll(async () => {
  opened = await openDatabase();
  database = new Database(opened.source);
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await opened.close();
});

beforeEach(async () => {
  await opened.asOwner(
    `TRUNCATE instances, journal, timers, outbox, commands, definitions, messages, batches, batch_items CASCADE`,
  );
  clock = new TestClock('2017-01-03T01:00:00Z');
  effects = new Effects();
  effects.register({ name: 'errand.stamp', run: (step) => Promise.resolve({ stamp: `第 ${step.seq} 号` }) });
  const calendars = { of: () => Promise.resolve(new WorkingCalendar({ exceptions: [], publishedYears: [2017] })) };
  parts = engineParts(database, effects, calendars, clock);
  for (const definition of [errand, tour]) await parts.definitions.publish(database, tenantId, definition, clock.now());
});

async function start(workflow: string, subject: Record<string, unknown> = {}): Promise<string> {
  const { instanceId } = await parts.engine.start({
    tenantId,
    workflow,
    title: words('某事'),
    unitId: null,
    recordId: null,
    subject,
    actor: SYSTEM,
    key: newId(),
  });
  return instanceId;
}

function send(instanceId: string, event: string, given: Record<string, unknown> = {}): Promise<unknown> {
  return parts.engine.run({
    tenantId,
    instanceId,
    key: { key: newId(), hash: 'h' },
    plan: () => Promise.resolve({ event, name: event, kind: 'step', actor: SYSTEM, given }),
  });
}

const operation = (instanceId: string): Operation => ({
  tenantId,
  instanceId,
  actor: SYSTEM,
  reason: '核对',
  key: { key: newId(), hash: 'h' },
});

async function violations(scope = everything): Promise<Violation[]> {
  const found: Violation[] = [];
  // As the command does: a library that remembers nothing.
  const { definitions } = engineParts(database, effects, { of: () => Promise.reject(new Error()) }, clock);
  const verifier = new Verifier({ database, definitions, effects, clock });
  await verifier.verify(scope, { progress: () => undefined, found: (one) => found.push(one) });
  return found;
}

const found = async (): Promise<string[]> =>
  (await violations()).map(({ invariant, what }) => `${invariant} ${what.en}`);

/** Every kind of step that the engine makes. */
async function work(): Promise<void> {
  const plain = await start('errand', { fee: 3 });
  await send(plain, 'remark');
  await send(plain, 'submit', { fee: 5 });
  await send(plain, 'read');
  await send(plain, 'back');
  const stamped = await start('errand', { fee: 3 });
  await send(stamped, 'submit');
  await send(stamped, 'pass');
  const stopped = await start('errand');
  await parts.operations.suspend(operation(stopped));
  const resumed = await start('errand', { fee: 2 });
  await parts.operations.suspend(operation(resumed));
  clock.advance(86_400_000);
  await parts.operations.resume(operation(resumed));
  const moved = await start('errand');
  await parts.operations.modify({ ...operation(moved), states: ['review.weighing'], subject: { fee: 9 } });
  const cancelled = await start('errand');
  await parts.operations.cancel(operation(cancelled));
  await parts.operations.restart({ ...operation(cancelled), seq: 1 });
  const carried = await start('errand', { fee: 3 });
  await send(carried, 'submit');
  await parts.definitions.publish(database, tenantId, renamed, clock.now());
  await parts.operations.migrate({
    ...operation(carried),
    version: 2,
    mapping: { review: 'check', 'review.reading': 'check.reading', 'review.weighing': 'check.weighing' },
  });
  await send(carried, 'read');
  const parent = await start('tour', { stops: [{ fee: 1 }, { fee: 2 }] });
  await parts.mailroom.deliverReady();
  const children = await database.query<{ instance_id: string }>(
    `SELECT instance_id FROM instances WHERE parent_id = $1`,
    [parent],
  );
  for (const child of children) {
    await send(child.instance_id, 'submit');
    await send(child.instance_id, 'pass');
  }
  await parts.mailroom.deliverReady();
  await start('tour', { stops: [{ fee: 1 }] });
  await parts.mailroom.deliverReady();
  clock.advance(9 * 86_400_000);
  await start('errand');
  await parts.timers.fireDue();
}

describe('a database on which the engine worked', () => {
  test('holds together', async () => {
    await work();
    expect(await violations()).toEqual([]);
    expect(await database.query(`SELECT DISTINCT kind FROM journal ORDER BY kind`)).toEqual(
      ['cancel', 'child', 'migrate', 'modify', 'restart', 'resume', 'start', 'step', 'suspend', 'timer'].map(
        (kind) => ({ kind }),
      ),
    );
  });

  test('is checked case by case, and tenant by tenant, too', async () => {
    await work();
    const broken = await start('errand');
    await database.query(`UPDATE instances SET states = '{review.reading}' WHERE instance_id = $1`, [broken]);
    const other = await start('errand');
    expect((await violations({ tenantId: null, instanceId: broken })).map((one) => one.instanceId)).toEqual([broken]);
    expect(await violations({ tenantId: null, instanceId: other })).toEqual([]);
    expect(await violations({ tenantId: newId(), instanceId: null })).toEqual([]);
  });

  test('is read in portions', async () => {
    const ids = [];
    for (let no = 0; no < 3; no += 1) {
      const id = await start('errand');
      for (let turn = 0; turn < 5; turn += 1) await send(id, 'remark');
      ids.push(id);
    }
    await database.query(`UPDATE instances SET subject = '{}'`);
    expect(new Set((await violations()).map((one) => one.instanceId))).toEqual(new Set(ids));
  });
});

/** What was done to one case that stands in `review.weighing` at step 3, and what must be found. */
const damages: [string, string, RegExp][] = [
  [
    'a field is changed',
    `UPDATE instances SET subject = subject || '{"fee": 6}'`,
    /^I1 The field “fee” is stored as 6, but the history says 5/,
  ],
  ['a field is lost', `UPDATE instances SET subject = subject - 'fee'`, /^I1 The field “fee” is stored as ∅/],
  ['the states are others', `UPDATE instances SET states = '{draft}'`, /^I1 The states is stored as \["draft"\]/],
  ['the position is another', `UPDATE instances SET value = '"draft"'`, /^I1 The position is stored/],
  [
    'the status is another',
    `UPDATE instances SET status = 'suspended', suspended_at = now()`,
    /^I1 The status is stored as "suspended"/,
  ],
  ['it has ended without an ending', `UPDATE instances SET status = 'done'`, /^I1 Its status is done, and its ending/],
  ['the version is another', `UPDATE instances SET version = 7`, /^I1 The version is stored as 7/],
  [
    'the last entry is gone',
    `DELETE FROM journal WHERE seq = 3`,
    /^I2 The case stands at step 3, but its history has 2/,
  ],
  [
    'an entry in the middle is gone',
    `DELETE FROM journal WHERE seq = 2`,
    /^I2 The history should go on with step 2, but goes on with 3/,
  ],
  ['the whole history is gone', `DELETE FROM journal`, /^I2 The case stands at step 3, but its history has 0/],
  [
    'the revision is ahead',
    `UPDATE instances SET revision = 4`,
    /^I2 The case stands at step 4, but its history has 3/,
  ],
  [
    'an entry stands twice',
    `SELECT journal_month('2040-01-01'); INSERT INTO journal SELECT instance_id, seq, '2040-01-01', tenant_id, at, kind, event, sent, version, from_states, to_states, actor_id, actor_post, actor_unit, on_behalf_of, task_id, opinion, reason, given, changed FROM journal WHERE seq = 3`,
    /^I2 Step 3 stands twice/,
  ],
  [
    'an entry belongs to no case',
    `DELETE FROM timers; DELETE FROM commands; DELETE FROM instances`,
    /^I2 Step \d of a history belongs to no case/,
  ],
  [
    'an entry leads elsewhere',
    `UPDATE journal SET to_states = '{draft}' WHERE seq = 3`,
    /^I1 Step 3 is written to lead to draft, but the chart leads to review.weighing/,
  ],
  [
    'an entry comes from elsewhere',
    `UPDATE journal SET from_states = '{draft}' WHERE seq = 3`,
    /^I1 Step 3 leaves draft/,
  ],
  ['an event never was', `UPDATE journal SET sent = 'pass' WHERE seq = 2`, /^I1 Step 2 is not taken by the chart/],
  [
    'an entry changed other fields',
    `UPDATE journal SET changed = '{"fee": 4}' WHERE seq = 2`,
    /^I1 Step 2 changed fee otherwise/,
  ],
  [
    'a timer is gone',
    `DELETE FROM timers WHERE name LIKE '%long%'`,
    /^I5 The timer xstate.after.long.errand.review of an active state is missing/,
  ],
  [
    'a timer is of a state that is not active',
    `INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, payload, due_at) SELECT gen_random_uuid(), tenant_id, instance_id, 'after', 'xstate.after.silence.errand.draft', '{}', now() FROM instances`,
    /^I5 The timer xstate.after.silence.errand.draft is one too many/,
  ],
  [
    'a timer is there twice',
    `INSERT INTO timers (timer_id, tenant_id, instance_id, kind, name, payload, due_at) SELECT gen_random_uuid(), tenant_id, instance_id, kind, name, payload, due_at FROM timers`,
    /^I5 The timer .* is one too many/,
  ],
  [
    'a timer stands still',
    `UPDATE timers SET held = true`,
    /^I5 The timer .* stands still, but the case is not suspended/,
  ],
  [
    'a timer has no case',
    `DELETE FROM journal; DELETE FROM commands; DELETE FROM instances`,
    /^I5 The timer .* belongs to no case that runs/,
  ],
  [
    'a message that left has no case',
    `INSERT INTO outbox (message_id, tenant_id, instance_id, kind, payload, made_at) SELECT gen_random_uuid(), tenant_id, gen_random_uuid(), 'mail.send', '{}', now() FROM instances`,
    /^I6 The outgoing message .* names a case that does not exist/,
  ],
  [
    'a message is sent without a time',
    `INSERT INTO outbox (message_id, tenant_id, kind, payload, made_at, status) SELECT gen_random_uuid(), tenant_id, 'mail.send', '{}', now(), 'sent' FROM instances`,
    /^I6 .* sent without a time/,
  ],
  [
    'a step was answered that is not there',
    `UPDATE commands SET answer = jsonb_set(answer::jsonb, '{revision}', '9')::json WHERE answer ->> 'revision' = '3'`,
    /^I3 .* not in the history/,
  ],
  [
    'two commands have one step',
    `UPDATE commands SET answer = jsonb_set(answer::jsonb, '{revision}', '3')::json`,
    /^I3 Two commands/,
  ],
  ['the definition is gone', `DELETE FROM definitions`, /^I12 Version 1 of the workflow/],
  [
    'the definition is another',
    `UPDATE definitions SET body = jsonb_set(body::jsonb, '{version}', '2')::json`,
    /^I12 The published workflow errand 1/,
  ],
];

describe('it is found that', () => {
  test.each(damages)('%s', async (_, statement, what) => {
    const instanceId = await start('errand', { fee: 3 });
    await send(instanceId, 'submit', { fee: 5 });
    await send(instanceId, 'read');
    expect(await violations()).toEqual([]);
    for (const one of statement.split('; ')) await opened.asOwner(one);
    expect(await found()).toContainEqual(expect.stringMatching(what));
  });

  test('an ended case still has a timer', async () => {
    const instanceId = await start('errand', { fee: 3 });
    await send(instanceId, 'submit');
    const [timer] = await database.query<Record<string, unknown>>(`SELECT * FROM timers WHERE instance_id = $1`, [
      instanceId,
    ]);
    await send(instanceId, 'pass');
    await database.query(`INSERT INTO timers SELECT * FROM jsonb_populate_record(NULL::timers, $1::jsonb)`, [
      JSON.stringify(timer),
    ]);
    expect((await found()).filter((line) => /^I5 .*(no case that runs|one too many)/.test(line))).toHaveLength(2);
  });

  test.each([
    [
      'the message that starts children is gone',
      `DELETE FROM messages`,
      false,
      /^I5 out waits for children, but the message/,
    ],
    ['a child is gone', `DELETE FROM instances WHERE child_no = 2`, true, /^I5 out counts 2 children, but there are 1/],
    ['a parent is gone', `DELETE FROM instances WHERE workflow = 'tour'`, true, /^I5 Its parent .* does not exist/],
    [
      'nobody tells a parent of the end of its children',
      `UPDATE instances SET status = 'done', ended_at = now(), ending = 'done' WHERE parent_id IS NOT NULL`,
      true,
      /^I5 2 children of out have ended, but no message/,
    ],
    [
      'a wait is forgotten',
      `UPDATE instances SET children = '{}' WHERE workflow = 'tour'`,
      true,
      /^I1 The awaited children is stored as \{\}/,
    ],
  ])('%s', async (_, statement, isStarted, what) => {
    await start('tour', { stops: [{ fee: 1 }, { fee: 2 }] });
    if (isStarted) await parts.mailroom.deliverReady();
    expect(await violations()).toEqual([]);
    await database.query(statement);
    expect(await found()).toContainEqual(expect.stringMatching(what));
  });

  test('a batch has lost an item', async () => {
    await database.query(
      `INSERT INTO batches (batch_id, tenant_id, kind, title_zh, title_en, status, total, actor, made_at) VALUES ($1, $2, 'start', '开年', 'open', 'done', 2, '{}', now())`,
      [newId(), tenantId],
    );
    expect(await found()).toEqual([expect.stringMatching(/^I11 The batch/)]);
  });
});
