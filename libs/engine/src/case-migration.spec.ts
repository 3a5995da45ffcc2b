import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StateConfig, TaskSpec, WorkflowDefinition } from '#contracts';
import { DomainError, newId } from '#platform';
import { field, smallWorkflow, words } from '../../../test/harness/small-workflow.js';
import { Workbench } from '../../../test/harness/workbench.js';
import type { Operation } from './case-operations.js';
import type { StepResult } from './commands.js';
import type { Actor } from './effects.js';

const task = (name: string): TaskSpec => ({
  name,
  title: words(name),
  people: { post: 'office.officer' },
  deadline: { workingDays: 5 },
  ladder: 'usual',
  outcomes: { pass: { title: words('通过') } },
});

const final: StateConfig = { type: 'final', meta: { title: words('结束') } };

const fields = { units: field.list('单位', 'unit') };

/** One version of a workflow, whose first state is called as it is named. */
function version(number: number, first: string, states: Record<string, StateConfig>): WorkflowDefinition {
  return smallWorkflow(
    'permit',
    {
      states: {
        [first]: {
          meta: { title: words('受理'), tasks: [task('check')] },
          on: { pass: 'asking', law: 'law' },
          after: { silence: 'lapsed' },
        },
        ...states,
        lapsed: final,
      },
    },
    {
      version: number,
      fields,
      timers: { silence: { workingDays: 10 } },
      ladders: { usual: [{ name: 'before', workingDays: -1, to: ['handler'], mail: 'task.remind' }] },
    },
  );
}

const asking = (next: string, workflow = 'reply'): StateConfig => ({
  meta: { title: words('征求意见'), children: { workflow, each: 'units', wait: 'all', rest: 'cancel' } },
  on: { 'children.done': next, stop: next },
});

const reply = smallWorkflow(
  'reply',
  { states: { open: { on: { answer: 'answered' } }, answered: { type: 'final' } } },
  { fields: { unit: field.text('单位') } },
);

let bench: Workbench;

beforeAll(async () => {
  bench = await Workbench.open(
    reply,
    version(1, 'open', {
      asking: asking('deciding'),
      deciding: { on: { decide: 'lapsed' } },
      law: { meta: { title: words('法制'), tasks: [task('law')] }, on: { pass: 'deciding' } },
    }),
  );
});
afterAll(() => bench.close());

/** Version 1 has begun such cases before it was superseded. */
async function begin(...events: string[]): Promise<string> {
  const id = await bench.start('permit', { units: [{ unit: '甲' }, { unit: '乙' }] });
  await bench.sendAll(id, ...events);
  return id;
}

const administrator: Actor = { accountId: newId(), post: 'administrator', unitId: null };

function operation(instanceId: string, key = newId(), hash = 'h'): Operation {
  return { tenantId: bench.tenantId, instanceId, actor: administrator, reason: '新办法施行', key: { key, hash } };
}

function migrate(instanceId: string, to: number, mapping: Record<string, string> = {}): Promise<StepResult> {
  return bench.parts.operations.migrate({ ...operation(instanceId), version: to, mapping });
}

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
  );

/** The clocks of a case and what they are of. */
const clocks = (instanceId: string): Promise<unknown[]> =>
  bench.database.query(
    `SELECT kind, state, to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'MM-DD') AS due FROM (
       SELECT 'task' AS kind, state, due_at FROM tasks WHERE instance_id = $1 AND status = 'open'
       UNION ALL SELECT kind, payload ->> 'state', due_at FROM timers WHERE instance_id = $1) clocks ORDER BY kind`,
    [instanceId],
  );

describe('a case goes on under another version', () => {
  let id: string;
  let waiting: string;
  let lawful: string;

  beforeAll(async () => {
    id = await begin();
    waiting = await begin('pass');
    lawful = await begin('law');
    bench.clock.moveTo('2017-01-04T09:00:00+08:00');
    await bench.publish(
      version(2, 'accepting', {
        consulting: asking('deciding'),
        asking: { on: { never: 'deciding' } },
        deciding: { on: { decide: 'lapsed' } },
        law: { meta: { title: words('法制'), tasks: [task('law'), task('second')] }, on: { pass: 'deciding' } },
      }),
    );
  });

  test('is refused in words where the newer version has no such state', async () => {
    await expect(migrate(id, 2)).rejects.toMatchObject({
      code: 'migration.impossible',
      detail: { zh: expect.stringContaining('受理') as unknown },
    });
    expect(await codeOf(migrate(id, 2, { open: 'nowhere' }))).toBe('migration.impossible');
    expect(await codeOf(migrate(id, 3))).toBe('definition.missing');
    expect(await codeOf(migrate(id, 1))).toBe('migration.same-version');
    expect(await bench.case(id)).toMatchObject({ version: 1, revision: 1 });
  });

  test('with its tasks and clocks under their new names, at the same deadlines', async () => {
    const before = [
      { kind: 'after', state: 'open', due: '01-17' },
      { kind: 'rung', state: 'open', due: '01-09' },
      { kind: 'task', state: 'open', due: '01-10' },
    ];
    expect(await clocks(id)).toEqual(before);
    const key = newId();
    const move = { ...operation(id, key), version: 2, mapping: { open: 'accepting' } };
    const answer = await bench.parts.operations.migrate(move);
    expect(answer).toMatchObject({ version: 2, states: ['accepting'], revision: 2 });
    expect(await clocks(id)).toEqual(before.map((clock) => ({ ...clock, state: 'accepting' })));
    expect(await bench.database.query(`SELECT version, status FROM tasks WHERE instance_id = $1`, [id])).toEqual([
      { version: 2, status: 'open' },
    ]);
    expect(
      await bench.database.query(
        `SELECT kind, version, from_states, to_states, actor_id, reason FROM journal WHERE instance_id = $1 AND seq = 2`,
        [id],
      ),
    ).toEqual([
      {
        kind: 'migrate',
        version: 2,
        from_states: ['open'],
        to_states: ['accepting'],
        actor_id: administrator.accountId,
        reason: '新办法施行',
      },
    ]);
    expect(await bench.parts.operations.migrate(move)).toEqual(answer);
    expect(await codeOf(bench.parts.operations.migrate({ ...move, key: { key, hash: 'other' } }))).toBe(
      'command.key-reused',
    );
  });

  test('and remembers who acted in a state under its older name', async () => {
    const actor: Actor = { accountId: newId(), post: 'office.officer', unitId: null };
    const acted = await bench.start('permit', {}, { actor });
    await bench.send(acted, 'law', { actor });
    await bench.publish(
      version(3, 'welcoming', {
        asking: asking('deciding'),
        deciding: { on: { decide: 'lapsed' } },
        law: { meta: { title: words('法制'), tasks: [task('law'), task('second')] }, on: { pass: 'deciding' } },
      }),
    );
    await migrate(acted, 3, { accepting: 'welcoming' });
    expect(
      await bench.database.query(`SELECT state, account_id FROM task_hands WHERE instance_id = $1`, [acted]),
    ).toEqual([{ state: 'welcoming', account_id: actor.accountId }]);
  });

  test('with the children that it waits for', async () => {
    const [first = '', second = ''] = await bench.running(waiting);
    await bench.sendAll(first, 'answer');
    await migrate(waiting, 2, { open: 'accepting', asking: 'consulting' });
    expect(await bench.states(waiting)).toEqual(['consulting']);
    await bench.sendAll(second, 'answer');
    expect(await bench.states(waiting)).toEqual(['deciding']);
  });

  test('asked anew where the newer version asks other tasks', async () => {
    await migrate(lawful, 2);
    expect(await bench.openTasks(lawful)).toEqual(['law:law', 'law:second']);
    expect(await clocks(lawful)).toContainEqual({ kind: 'task', state: 'law', due: '01-11' });
  });

  test('whose clock then leads to the newer state', async () => {
    await bench.moveTo('2017-01-18T00:00:00+08:00');
    expect(await bench.case(id)).toMatchObject({ states: ['lapsed'], status: 'done' });
    expect(await codeOf(migrate(id, 3))).toBe('case.ended');
  });
});

describe('children of a renamed state', () => {
  test('are cancelled when it is left', async () => {
    const early = await Workbench.open(
      reply,
      smallWorkflow('ask', { states: { asking: asking('over'), over: final } }, { fields }),
    );
    const id = await early.start('ask', { units: [{ unit: '甲' }] });
    await early.settle();
    expect(await early.running(id)).toHaveLength(1);
    await early.publish(
      smallWorkflow('ask', { states: { consulting: asking('over'), over: final } }, { fields, version: 2 }),
    );
    const move = { ...operation(id), tenantId: early.tenantId, version: 2, mapping: { asking: 'consulting' } };
    await early.parts.operations.migrate(move);
    await early.sendAll(id, 'stop');
    expect(await early.running(id)).toEqual([]);
    await early.close();
  });
});
