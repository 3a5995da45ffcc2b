import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
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

afterEach(() => {
  jest.restoreAllMocks();
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

const ask = async (but = newId()): Promise<string | null> => (await next.after(reader, but))?.taskId ?? null;

/** Asks until it is told the task: what another process did is seen after a moment. */
async function comesSoon(taskId: string): Promise<void> {
  const began = performance.now();
  while ((await ask()) !== taskId) expect(performance.now() - began).toBeLessThan(2_000);
}

test('one after the other comes in the order of deadlines, and never one that is done here, nor for long one done elsewhere', async () => {
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
  await comesSoon(await taskOf(third));
  expect(await ask(await taskOf(third))).toBeNull();
});

/** So that nothing is read anew for its age. */
function almostNoTimePasses(): void {
  let now = performance.now();
  jest.spyOn(performance, 'now').mockImplementation(() => (now += 0.001));
}

test('a desk at which many work is read once for many of them, and what one of them ends is named to nobody', async () => {
  const cases: string[] = [];
  for (let no = 0; no < 40; no += 1) cases.push(await bench.start('ordinary'));
  const tasks = await Promise.all(cases.map(taskOf));
  const asked = jest.spyOn(bench.database, 'prepared');
  almostNoTimePasses();
  for (const [no, id] of cases.entries()) {
    expect(await ask()).toBe(tasks[no]);
    expect(await ask(tasks[no])).toBe(tasks[no + 1] ?? null);
    await bench.send(id, 'pass');
  }
  expect(await ask()).toBeNull();
  const reads = asked.mock.calls.filter(([statement]) => statement.includes('front.task_id'));
  expect(reads.length).toBeLessThan(12);
});

test('what is put between the tasks of a desk, or behind the last of them, comes in its turn', async () => {
  const [first, last] = [await bench.start('urgent'), await bench.start('ordinary')];
  almostNoTimePasses();
  expect(await ask()).toBe(await taskOf(first));
  const between = await bench.start('urgent');
  const behind = await bench.start('ordinary');
  for (const id of [first, between, last, behind]) {
    expect(await ask()).toBe(await taskOf(id));
    await bench.send(id, 'pass');
  }
  expect(await ask()).toBeNull();
});

test('what is put on a desk while it is being read hides nothing that lay there', async () => {
  const cases = [await bench.start('urgent'), await bench.start('ordinary')];
  const read = bench.database.prepared.bind(bench.database);
  jest.spyOn(bench.database, 'prepared').mockImplementationOnce(async (statement, parameters) => {
    const rows = await read(statement, parameters);
    cases.push(await bench.start('ordinary'));
    return rows;
  });
  for (const id of cases) {
    const taskId = await taskOf(id);
    expect([await ask(), await ask()]).toEqual([taskId, taskId]);
    await bench.send(id, 'pass');
  }
  expect(cases).toHaveLength(3);
  expect(await ask()).toBeNull();
});

test('a case that moves while its desk is read hides nothing either', async () => {
  const id = await bench.start('ordinary');
  const taskId = await taskOf(id);
  const read = bench.database.prepared.bind(bench.database);
  jest.spyOn(bench.database, 'prepared').mockImplementation(async (statement, parameters) => {
    const rows = await read(statement, parameters);
    next.note({ tenantId: bench.tenantId, instanceId: id, at: new Date(), rows: {} });
    return rows;
  });
  expect(await ask()).toBe(taskId);
  expect(await ask(taskId)).toBeNull();
  jest.restoreAllMocks();
  await bench.send(id, 'pass');
  expect(await ask()).toBeNull();
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
  await comesSoon(await taskOf(await startedElsewhere('urgent')));
});

test('where nothing is left of the desk, it is looked at from its beginning', async () => {
  const ordinary = await bench.start('ordinary');
  expect(await ask()).toBe(await taskOf(ordinary));
  const urgent = await taskOf(await startedElsewhere('urgent'));
  expect(await ask(await taskOf(ordinary))).toBe(urgent);
});
