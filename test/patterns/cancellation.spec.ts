import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TaskSpec } from '#contracts';
import { SYSTEM } from '#engine';
import { newId } from '#platform';
import { field, smallWorkflow, words } from '../harness/small-workflow.js';
import { Workbench } from '../harness/workbench.js';
import { findingsOf } from './findings.js';

const done = { type: 'final' } as const;

const task = (name: string): TaskSpec => ({
  name,
  title: words(name),
  people: { post: 'office.officer' },
  deadline: { workingDays: 5 },
  ladder: 'usual',
  outcomes: { [name]: { title: words(name) } },
});

/** Two tasks side by side, with reminders; one of them may be withdrawn, and the whole may be left. */
const review = smallWorkflow(
  'review',
  {
    states: {
      drafting: { on: { submit: 'reviewing' } },
      reviewing: {
        type: 'parallel',
        states: {
          law: {
            initial: 'open',
            states: {
              open: {
                meta: { title: words('法制'), tasks: [task('law')] },
                on: { law: 'closed', 'law.withdraw': 'withdrawn' },
              },
              closed: done,
              withdrawn: done,
            },
          },
          money: {
            initial: 'open',
            states: {
              open: {
                meta: { title: words('财务'), tasks: [task('money')] },
                on: { money: 'closed' },
                after: { week: 'closed' },
              },
              closed: done,
            },
          },
        },
        on: { return: 'drafting' },
        onDone: 'over',
      },
      over: done,
    },
  },
  {
    timers: { week: { calendarDays: 7 } },
    ladders: { usual: [{ name: 'before', workingDays: -1, to: ['handler'], mail: 'task.remind' }] },
  },
);

const judging = smallWorkflow(
  'judging',
  {
    states: {
      judging: {
        meta: { title: words('会签'), children: { workflow: 'judge', each: 'experts', wait: 'all', rest: 'cancel' } },
        on: { 'children.done': 'judged', return: 'returned', close: 'judged' },
      },
      judged: done,
      returned: done,
    },
  },
  { fields: { experts: field.list('专家', 'name') } },
);

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open(
    review,
    judging,
    smallWorkflow(
      'judge',
      { states: { open: { on: { judge: 'closed' } }, closed: done } },
      { fields: { name: field.text('姓名') } },
    ),
  );
});
afterAll(() => bench.close());

async function timersOf(id: string): Promise<string[]> {
  const rows = await bench.database.query<{ kind: string }>(
    `SELECT kind FROM timers WHERE instance_id = $1 ORDER BY kind`,
    [id],
  );
  return rows.map(({ kind }) => kind);
}

async function countersign(): Promise<{ id: string; judges: string[] }> {
  const id = await bench.start('judging', { experts: [{ name: '甲' }, { name: '乙' }, { name: '丙' }] });
  await bench.settle();
  const judges = await bench.running(id);
  await bench.sendAll(judges[0] ?? '', 'judge');
  return { id, judges };
}

describe('cancellation 取消', () => {
  test('19 Cancel Task 取消任务', async () => {
    const id = await bench.start('review');
    await bench.sendAll(id, 'submit');
    expect(await bench.openTasks(id)).toEqual(['reviewing.law.open:law', 'reviewing.money.open:money']);
    await bench.sendAll(id, 'law.withdraw');
    expect(await bench.openTasks(id)).toEqual(['reviewing.money.open:money']);
    expect(await timersOf(id)).toEqual(['after', 'rung']);
    await bench.sendAll(id, 'money');
    expect(await bench.states(id)).toEqual(['over']);
  });

  test('20 Cancel Case 取消事项（作废）', async () => {
    const id = await bench.start('review');
    await bench.sendAll(id, 'submit');
    await bench.parts.operations.cancel({
      tenantId: bench.tenantId,
      instanceId: id,
      actor: SYSTEM,
      reason: '重复立项',
      key: { key: newId(), hash: 'h' },
    });
    expect(await bench.case(id)).toMatchObject({ status: 'done', ending: 'cancelled' });
    expect([await bench.openTasks(id), await timersOf(id)]).toEqual([[], []]);
  });

  test('25 Cancel Region 取消区域', async () => {
    const id = await bench.start('review');
    await bench.sendAll(id, 'submit', 'law', 'return');
    expect(await bench.states(id)).toEqual(['drafting']);
    expect([await bench.openTasks(id), await timersOf(id)]).toEqual([[], []]);
    await bench.sendAll(id, 'submit');
    expect(await bench.states(id)).toEqual(['reviewing.law.open', 'reviewing.money.open']);
  });

  test('26 Cancel MI Activity 取消多实例（撤销会签）', async () => {
    const { id } = await countersign();
    await bench.sendAll(id, 'return');
    expect(await bench.states(id)).toEqual(['returned']);
    expect((await bench.children(id)).map(({ ending }) => ending)).toEqual(['done', 'cancelled', 'cancelled']);
  });

  test('27 Complete MI Activity 提前结束多实例（领导提前结束会签）', async () => {
    const { id, judges } = await countersign();
    await bench.sendAll(id, 'close');
    expect(await bench.states(id)).toEqual(['judged']);
    expect(await bench.running(id)).toEqual([]);
    await expect(bench.send(judges[1] ?? '', 'judge')).rejects.toThrow();
  });

  test('the linter finds no fault with any of them', async () => {
    expect(await findingsOf(bench)).toEqual([]);
  });
});
