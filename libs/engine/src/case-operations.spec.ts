import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHINA_YEARS, WorkingCalendar } from '#calendar';
import type { TaskSpec } from '#contracts';
import { DomainError, newId } from '#platform';
import { field, smallWorkflow, words } from '../../../test/harness/small-workflow.js';
import { Workbench } from '../../../test/harness/workbench.js';
import { shift, type Operation } from './case-operations.js';
import type { StepResult } from './commands.js';
import type { Actor } from './effects.js';

const task = (name: string, outcome: string): TaskSpec => ({
  name,
  title: words(name),
  people: { post: 'office.officer' },
  deadline: { workingDays: 5 },
  ladder: 'usual',
  outcomes: { [outcome]: { title: words('通过') } },
});

const permit = smallWorkflow(
  'permit',
  {
    states: {
      open: {
        meta: { title: words('受理'), tasks: [task('check', 'pass')] },
        on: {
          pass: 'reviewing',
          note: { actions: { type: 'subject.set', params: { field: 'note', value: '已批注' } } },
        },
        after: { silence: 'lapsed' },
      },
      reviewing: {
        type: 'parallel',
        meta: { title: words('会审') },
        states: {
          law: {
            initial: 'reading',
            states: {
              reading: { meta: { title: words('法制'), tasks: [task('law', 'lawful')] }, on: { lawful: 'read' } },
              read: { type: 'final' },
            },
          },
          money: {
            initial: 'counting',
            states: {
              counting: { meta: { title: words('财务'), tasks: [task('money', 'paid')] }, on: { paid: 'signing' } },
              signing: { meta: { title: words('签字') }, on: { signed: 'counted' } },
              counted: { type: 'final' },
            },
          },
        },
        onDone: 'granted',
      },
      granted: { type: 'final', meta: { title: words('许可') } },
      lapsed: { type: 'final', meta: { title: words('失效'), ending: 'refused' } },
    },
  },
  {
    fields: { note: field.text('说明'), fee: field.number('费用') },
    timers: { silence: { workingDays: 10 } },
    ladders: { usual: [{ name: 'before', workingDays: -1, to: ['handler'], mail: 'task.remind' }] },
  },
);

const administrator: Actor = { accountId: newId(), post: 'administrator', unitId: null, onBehalfOf: newId() };
let bench: Workbench;

beforeAll(async () => {
  bench = await Workbench.open(permit);
});
afterAll(() => bench.close());

function operation(instanceId: string, key = newId(), hash = 'h'): Operation {
  return { tenantId: bench.tenantId, instanceId, actor: administrator, reason: '上级要求', key: { key, hash } };
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

async function rows(statement: string, instanceId: string): Promise<unknown[]> {
  return bench.database.query(statement, [instanceId]);
}

/** The last line of the history. */
const last = async (instanceId: string): Promise<unknown> =>
  (
    await rows(
      `SELECT kind, from_states, to_states, actor_id, actor_post, on_behalf_of, reason FROM journal WHERE instance_id = $1 ORDER BY seq DESC LIMIT 1`,
      instanceId,
    )
  )[0];

/** When tasks and timers are due, with the day alone. */
async function due(instanceId: string): Promise<unknown> {
  return rows(
    `SELECT kind, to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI') AS due, held FROM (
       SELECT 'task' AS kind, due_at, false AS held FROM tasks WHERE instance_id = $1 AND status = 'open'
       UNION ALL SELECT kind, due_at, held FROM timers WHERE instance_id = $1) clocks ORDER BY kind`,
    instanceId,
  );
}

describe('every operation', () => {
  const operations: [string, (instanceId: string, key: string, hash?: string) => Promise<StepResult>][] = [
    ['cancel', (id, key, hash) => bench.parts.operations.cancel(operation(id, key, hash))],
    ['suspend', (id, key, hash) => bench.parts.operations.suspend(operation(id, key, hash))],
    [
      'modify',
      (id, key, hash) => bench.parts.operations.modify({ ...operation(id, key, hash), states: ['reviewing'] }),
    ],
    ['restart', (id, key, hash) => bench.parts.operations.restart({ ...operation(id, key, hash), seq: 1 })],
  ];

  test.each(operations)('%s is written down with who, for whom and why', async (kind, operate) => {
    const instanceId = await bench.start('permit');
    await operate(instanceId, newId());
    expect(await last(instanceId)).toMatchObject({
      kind,
      from_states: ['open'],
      actor_id: administrator.accountId,
      actor_post: 'administrator',
      on_behalf_of: administrator.onBehalfOf,
      reason: '上级要求',
    });
  });

  test.each(operations)('%s happens once under one key, and is answered alike', async (_, operate) => {
    const instanceId = await bench.start('permit');
    const key = newId();
    const answers = await Promise.all([operate(instanceId, key), operate(instanceId, key)]);
    expect(answers[0]).toEqual(answers[1]);
    expect(await operate(instanceId, key)).toEqual(answers[0]);
    expect(await bench.case(instanceId)).toMatchObject({ revision: 2 });
    expect(await codeOf(operate(instanceId, key, 'other'))).toBe('command.key-reused');
  });

  test('is refused where the case has moved on since the administrator saw it', async () => {
    const instanceId = await bench.start('permit');
    await bench.send(instanceId, 'note');
    expect(await codeOf(bench.parts.operations.cancel({ ...operation(instanceId), revision: 1 }))).toBe('case.changed');
  });
});

describe('cancelling', () => {
  test('ends the case with its tasks and its clocks', async () => {
    const instanceId = await bench.start('permit');
    expect(await bench.parts.operations.cancel(operation(instanceId))).toMatchObject({
      states: ['open'],
      status: 'done',
    });
    expect(await bench.case(instanceId)).toMatchObject({ status: 'done', ending: 'cancelled' });
    expect(await due(instanceId)).toEqual([]);
    expect(await codeOf(bench.send(instanceId, 'pass'))).toBe('case.ended');
    expect(await codeOf(bench.parts.operations.cancel(operation(instanceId)))).toBe('case.ended');
  });

  test('ends a case that stands still, too', async () => {
    const instanceId = await bench.start('permit');
    await bench.parts.operations.suspend(operation(instanceId));
    await bench.parts.operations.cancel(operation(instanceId));
    expect(await bench.case(instanceId)).toMatchObject({ status: 'done', ending: 'cancelled' });
    expect(await due(instanceId)).toEqual([]);
  });
});

describe('a case that stands still', () => {
  test('takes no event, and is not stopped twice', async () => {
    const instanceId = await bench.start('permit');
    await bench.parts.operations.suspend(operation(instanceId));
    const { operations } = bench.parts;
    expect(await codeOf(bench.send(instanceId, 'pass'))).toBe('case.suspended');
    expect(await codeOf(operations.suspend(operation(instanceId)))).toBe('case.already-suspended');
    expect(await codeOf(operations.modify({ ...operation(instanceId), states: ['open'] }))).toBe('case.suspended');
    expect(await codeOf(operations.restart({ ...operation(instanceId), seq: 1 }))).toBe('case.suspended');
    expect(await bench.case(instanceId)).toMatchObject({ revision: 2, status: 'suspended' });
  });

  test('goes on with every clock moved by the working days that it stood still', async () => {
    const other = await Workbench.open(permit);
    const instanceId = await other.start('permit');
    const clocks = async (): Promise<unknown> =>
      other.database.query(
        `SELECT kind, to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD HH24:MI') AS due, held FROM (
           SELECT 'task' AS kind, due_at, false AS held FROM tasks UNION ALL SELECT kind, due_at, held FROM timers) clocks ORDER BY kind`,
      );
    const facts = { ...operation(instanceId), tenantId: other.tenantId };
    expect(await clocks()).toEqual([
      { kind: 'after', due: '01-17 23:59', held: false },
      { kind: 'rung', due: '01-09 09:00', held: false },
      { kind: 'task', due: '01-10 23:59', held: false },
    ]);
    await other.moveTo('2017-01-05T10:00:00+08:00');
    await other.parts.operations.suspend({ ...facts, key: { key: newId(), hash: 'h' } });
    // Spring Festival lies between: from January 5 to February 6 there are 18 working days.
    await other.moveTo('2017-02-06T15:00:00+08:00');
    expect(await other.case(instanceId)).toMatchObject({ states: ['open'], status: 'suspended' });
    await other.parts.operations.resume({ ...facts, key: { key: newId(), hash: 'h' } });
    expect(await clocks()).toEqual([
      { kind: 'after', due: '02-16 23:59', held: false },
      { kind: 'rung', due: '02-08 09:00', held: false },
      { kind: 'task', due: '02-09 23:59', held: false },
    ]);
    await other.moveTo('2017-02-17T00:00:00+08:00');
    expect(await other.case(instanceId)).toMatchObject({ states: ['lapsed'], status: 'done' });
    await other.close();
  });

  test('fires nothing that a worker had claimed before, and loses none of it', async () => {
    const other = await Workbench.open(permit);
    const instanceId = await other.start('permit');
    const facts = (): Operation => ({ ...operation(instanceId), tenantId: other.tenantId });
    await other.database.query(
      `UPDATE timers SET fence = fence + 1, attempts = 1, lease_until = now() + interval '30 seconds'`,
    );
    await other.parts.operations.suspend(facts());
    expect(await other.database.query(`SELECT held, fence, lease_until FROM timers`)).toEqual([
      { held: true, fence: 2, lease_until: null },
      { held: true, fence: 2, lease_until: null },
    ]);
    await other.parts.operations.resume(facts());
    await other.moveTo('2017-01-18T00:00:00+08:00');
    expect(await other.states(instanceId)).toEqual(['lapsed']);
    await other.close();
  });

  test('resumes only where it was suspended', async () => {
    const instanceId = await bench.start('permit');
    expect(await codeOf(bench.parts.operations.resume(operation(instanceId)))).toBe('case.not-suspended');
  });
});

describe('a deadline moves', () => {
  const calendar = new WorkingCalendar({
    exceptions: CHINA_YEARS.flatMap(({ days }) => days),
    publishedYears: CHINA_YEARS.map(({ year }) => year),
  });
  const at = (time: string): Date => new Date(`2017-${time}+08:00`);

  test.each([
    ['01-05T10:00:00', '01-05T18:00:00', '01-10T23:59:59.999', '01-10T23:59:59.999'],
    ['01-05T10:00:00', '01-06T09:00:00', '01-10T23:59:59.999', '01-11T23:59:59.999'],
    ['01-06T10:00:00', '01-08T12:00:00', '01-10T09:00:00.000', '01-10T09:00:00.000'],
    ['01-25T10:00:00', '02-03T09:00:00', '01-26T09:00:00.000', '02-04T09:00:00.000'],
  ])('standing still from %s to %s, from %s to %s', (since, until, from, to) => {
    expect(shift(calendar, at(since), at(until))(at(from))).toEqual(at(to));
  });
});

describe('modifying', () => {
  test('puts the case into another state, its tasks and clocks with it', async () => {
    const instanceId = await bench.start('permit');
    await bench.parts.operations.modify({ ...operation(instanceId), states: ['reviewing'], subject: { fee: 5 } });
    expect(await bench.case(instanceId)).toMatchObject({
      states: ['reviewing.law.reading', 'reviewing.money.counting'],
      subject: { fee: 5 },
    });
    expect(await bench.openTasks(instanceId)).toEqual(['reviewing.law.reading:law', 'reviewing.money.counting:money']);
    expect(await rows(`SELECT FROM timers WHERE instance_id = $1 AND kind = 'after'`, instanceId)).toEqual([]);
  });

  test('names one state for each region', async () => {
    const instanceId = await bench.start('permit');
    const states = ['reviewing.law.read', 'reviewing.money.signing'];
    await bench.parts.operations.modify({ ...operation(instanceId), states });
    expect(await bench.states(instanceId)).toEqual(states);
    await bench.send(instanceId, 'signed');
    expect(await bench.case(instanceId)).toMatchObject({ states: ['granted'], status: 'done' });
  });

  test('ends the case in a final state', async () => {
    const instanceId = await bench.start('permit');
    await bench.parts.operations.modify({ ...operation(instanceId), states: ['lapsed'] });
    expect(await bench.case(instanceId)).toMatchObject({ status: 'done', ending: 'refused' });
  });

  test.each([[['nowhere']], [['open', 'granted']], [[]]])('into %j is refused', async (states) => {
    const instanceId = await bench.start('permit');
    const modified = bench.parts.operations.modify({ ...operation(instanceId), states });
    expect(await codeOf(modified)).toBe('states.impossible');
    await bench.parts.operations.cancel(operation(instanceId));
    expect(await codeOf(bench.parts.operations.modify({ ...operation(instanceId), states: ['open'] }))).toBe(
      'case.ended',
    );
  });
});

describe('restarting', () => {
  test('begins again where a past step had led, knowing what was known then', async () => {
    const instanceId = await bench.start('permit', { fee: 1 });
    await bench.send(instanceId, 'note');
    await bench.send(instanceId, 'pass', { given: { fee: 9 } });
    await bench.parts.operations.restart({ ...operation(instanceId), seq: 1 });
    expect(await bench.case(instanceId)).toMatchObject({ states: ['open'], subject: { fee: 1, note: null } });
    expect(await bench.openTasks(instanceId)).toEqual(['open:check']);
    expect(await rows(`SELECT kind FROM timers WHERE instance_id = $1 ORDER BY kind`, instanceId)).toEqual([
      { kind: 'after' },
      { kind: 'rung' },
    ]);
  });

  test('lets a case that has ended run again', async () => {
    const instanceId = await bench.start('permit');
    await bench.parts.operations.cancel(operation(instanceId));
    await bench.parts.operations.restart({ ...operation(instanceId), seq: 1 });
    expect(await bench.case(instanceId)).toMatchObject({ states: ['open'], status: 'running', ending: null });
    await bench.sendAll(instanceId, 'pass', 'lawful', 'paid', 'signed');
    expect(await bench.case(instanceId)).toMatchObject({ states: ['granted'], status: 'done', ending: 'done' });
    await bench.parts.operations.restart({ ...operation(instanceId), seq: 4 });
    expect(await bench.states(instanceId)).toEqual(['reviewing.law.reading', 'reviewing.money.counting']);
  });

  test('begins again in every region as it stood', async () => {
    const instanceId = await bench.start('permit');
    await bench.sendAll(instanceId, 'pass', 'lawful', 'paid');
    await bench.parts.operations.restart({ ...operation(instanceId), seq: 3 });
    expect(await bench.states(instanceId)).toEqual(['reviewing.law.read', 'reviewing.money.counting']);
    expect(await bench.openTasks(instanceId)).toEqual(['reviewing.money.counting:money']);
    await bench.sendAll(instanceId, 'paid', 'signed');
    expect(await bench.states(instanceId)).toEqual(['granted']);
  });

  test('at the step that ended the case leaves it ended', async () => {
    const instanceId = await bench.start('permit');
    await bench.sendAll(instanceId, 'pass', 'lawful', 'paid', 'signed');
    await bench.parts.operations.restart({ ...operation(instanceId), seq: 5 });
    expect(await bench.case(instanceId)).toMatchObject({ states: ['granted'], status: 'done' });
  });

  test('at a step that the history has not is refused', async () => {
    const instanceId = await bench.start('permit');
    expect(await codeOf(bench.parts.operations.restart({ ...operation(instanceId), seq: 7 }))).toBe('step.missing');
  });
});
