import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { TaskSpec } from '#contracts';
import { SYSTEM } from '#engine';
import { newId } from '#platform';
import { smallWorkflow, words } from '../../../test/harness/small-workflow.js';
import { Workbench } from '../../../test/harness/workbench.js';
import { NextTask } from './next-task.js';
import type { Reader } from './reader.js';

const task = (workingDays: number): TaskSpec => ({
  name: 'check',
  title: words('审核'),
  people: { post: 'office.officer' },
  deadline: { workingDays },
  outcomes: { pass: { title: words('通过') } },
});
const within = (workflow: string, workingDays: number): ReturnType<typeof smallWorkflow> =>
  smallWorkflow(workflow, {
    states: {
      checking: { meta: { title: words('审核'), tasks: [task(workingDays)] }, on: { pass: 'passed' } },
      passed: { type: 'final', meta: { title: words('通过'), ending: 'done' } },
    },
  });

let bench: Workbench;
let reader: Reader;
let next: NextTask;

beforeAll(async () => {
  bench = await Workbench.open(within('ordinary', 5), within('urgent', 1));
  bench.effects.watch((step) => next.note(step));
});
afterAll(() => bench.close());

beforeEach(async () => {
  await bench.asOwner(`TRUNCATE instances, tasks, timers CASCADE`);
  next = new NextTask(bench.database);
  const holdings = [{ post: 'office.officer' as const, unitId: null }];
  reader = { tenantId: bench.tenantId, accountId: newId(), holdings };
});

async function taskOf(instanceId: string): Promise<string> {
  const [row] = await bench.database.query<{ task_id: string }>(`SELECT task_id FROM tasks WHERE instance_id = $1`, [
    instanceId,
  ]);
  return row?.task_id ?? '';
}

/** Starts a case in the caller's transaction, of which nobody is told, as another process does. */
async function startedElsewhere(workflow: string): Promise<string> {
  const title = words(workflow);
  const command = { tenantId: bench.tenantId, workflow, title, unitId: null, recordId: null, subject: {} };
  const start = { ...command, actor: SYSTEM, key: newId() };
  const [started] = await bench.database.transaction((sql) => bench.parts.engine.startMany([start], sql));
  return started?.instanceId ?? '';
}

const ask = (but = newId()): Promise<string | null> => next.after(reader, but);

test('one after the other comes in the order of deadlines, and never one that is done, whoever did it', async () => {
  const [first, second, third] = [
    await bench.start('urgent'),
    await bench.start('ordinary'),
    await bench.start('ordinary'),
  ];
  expect(await ask()).toBe(await taskOf(first));
  await bench.send(first, 'pass');
  expect(await ask()).toBe(await taskOf(second));
  const { engine } = bench.anotherWorker();
  const plan = (): ReturnType<Parameters<typeof engine.run>[0]['plan']> =>
    Promise.resolve({ event: 'pass', name: 'pass', kind: 'step', actor: SYSTEM });
  await engine.run({ tenantId: bench.tenantId, instanceId: second, plan });
  expect(await ask()).toBe(await taskOf(third));
  expect(await ask(await taskOf(third))).toBeNull();
});

test('a more urgent task that this process opens comes first at once', async () => {
  const ordinary = await bench.start('ordinary');
  expect(await ask()).toBe(await taskOf(ordinary));
  const urgent = await bench.start('urgent');
  expect(await ask()).toBe(await taskOf(urgent));
});

test('a more urgent task that another process opens comes first soon', async () => {
  const ordinary = await bench.start('ordinary');
  expect(await ask()).toBe(await taskOf(ordinary));
  const urgent = await taskOf(await startedElsewhere('urgent'));
  const began = performance.now();
  while ((await ask()) !== urgent) expect(performance.now() - began).toBeLessThan(2_000);
});

test('where nothing is left of the desk, it is looked at from its beginning', async () => {
  const ordinary = await bench.start('ordinary');
  expect(await ask()).toBe(await taskOf(ordinary));
  const urgent = await taskOf(await startedElsewhere('urgent'));
  expect(await ask(await taskOf(ordinary))).toBe(urgent);
});
