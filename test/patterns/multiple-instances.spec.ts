import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildrenSpec, WorkflowDefinition } from '#contracts';
import { field, smallWorkflow, words } from '../harness/small-workflow.js';
import { Workbench } from '../harness/workbench.js';
import { findingsOf } from './findings.js';

const done = { type: 'final' } as const;

/** A case that has experts judge, each in a case of his own. */
function judging(workflow: string, wait: ChildrenSpec['wait'], rest: ChildrenSpec['rest']): WorkflowDefinition {
  return smallWorkflow(
    workflow,
    {
      states: {
        judging: {
          meta: {
            title: words('评议'),
            children: { workflow: 'judge', each: 'experts', wait, rest, collect: 'opinions' },
          },
          on: {
            'children.done': 'judged',
            invite: { actions: { type: 'children.start', params: { each: 'more' } } },
          },
        },
        judged: done,
      },
    },
    {
      fields: {
        experts: field.list('专家', 'name'),
        more: field.list('增加的专家', 'name'),
        opinions: field.list('意见', 'name'),
      },
    },
  );
}

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open(
    smallWorkflow(
      'judge',
      {
        states: {
          open: { on: { judge: 'closed' } },
          closed: { ...done, meta: { title: words('已评议'), output: ['name'] } },
        },
      },
      { fields: { name: field.text('姓名') } },
    ),
  );
});
afterAll(() => bench.close());

const experts = (...names: string[]): { name: string }[] => names.map((name) => ({ name }));

async function begin(workflow: string, ...names: string[]): Promise<{ id: string; judges: string[] }> {
  const id = await bench.start(workflow, { experts: experts(...names) });
  await bench.settle();
  return { id, judges: await bench.running(id) };
}

/** Has some judge, one after the other; answers whether the case has gone on. */
async function judge(id: string, ...judges: (string | undefined)[]): Promise<boolean> {
  for (const one of judges) {
    bench.clock.advance(1_000);
    await bench.sendAll(one ?? '', 'judge');
  }
  return (await bench.states(id)).includes('judged');
}

describe('multiple instances 多实例', () => {
  test('12 MI without Synchronization 多实例不同步', async () => {
    await bench.publish(judging('unawaited', { atLeast: 0 }, 'leave'));
    const { id, judges } = await begin('unawaited', '甲', '乙');
    expect(await bench.case(id)).toMatchObject({ states: ['judged'], status: 'done' });
    expect(judges).toHaveLength(2);
    expect(await judge(id, ...judges)).toBe(true);
  });

  test('13 MI with a priori Design-Time Knowledge 设计时已知个数的多实例', async () => {
    const three = judging('always-three', 'all', 'cancel');
    await bench.publish({ ...three, machine: { ...three.machine, context: { experts: experts('甲', '乙', '丙') } } });
    const id = await bench.start('always-three');
    await bench.settle();
    const judges = await bench.running(id);
    expect(judges).toHaveLength(3);
    expect(await judge(id, judges[0], judges[1])).toBe(false);
    expect(await judge(id, judges[2])).toBe(true);
  });

  test('14 MI with a priori Run-Time Knowledge 运行时已知个数的多实例（会签）', async () => {
    await bench.publish(judging('as-many-as-listed', 'all', 'cancel'));
    for (const names of [['甲'], ['甲', '乙', '丙', '丁']]) {
      const { id, judges } = await begin('as-many-as-listed', ...names);
      expect(judges).toHaveLength(names.length);
      expect(await judge(id, ...judges)).toBe(true);
    }
  });

  test('15 MI without a priori Run-Time Knowledge 运行中增加的多实例（加签）', async () => {
    await bench.publish(judging('growing', 'all', 'cancel'));
    const { id, judges } = await begin('growing', '甲');
    await bench.send(id, 'invite', { given: { more: experts('乙', '丙') } });
    await bench.settle();
    expect(await judge(id, judges[0])).toBe(false);
    const [second, third] = await bench.running(id);
    expect(await judge(id, second)).toBe(false);
    expect(await judge(id, third)).toBe(true);
    expect((await bench.case(id)).subject['opinions']).toEqual(experts('甲', '乙', '丙'));
  });

  test('34 Static Partial Join for MI 多实例部分汇聚', async () => {
    await bench.publish(judging('two-are-enough', { atLeast: 2 }, 'leave'));
    const { id, judges } = await begin('two-are-enough', '甲', '乙', '丙');
    expect(await judge(id, judges[2])).toBe(false);
    expect(await judge(id, judges[0])).toBe(true);
    expect((await bench.case(id)).subject['opinions']).toEqual(experts('丙', '甲'));
    expect(await judge(id, judges[1])).toBe(true);
    expect((await bench.children(id)).map(({ ending }) => ending)).toEqual(['done', 'done', 'done']);
  });

  test('35 Cancelling Partial Join for MI 多实例部分汇聚并取消其余', async () => {
    await bench.publish(judging('two-and-no-more', { atLeast: 2 }, 'cancel'));
    const { id, judges } = await begin('two-and-no-more', '甲', '乙', '丙');
    expect(await judge(id, judges[2], judges[0])).toBe(true);
    expect((await bench.children(id)).map(({ ending }) => ending)).toEqual(['done', 'cancelled', 'done']);
  });

  test('36 Dynamic Partial Join for MI 个数变动的多实例部分汇聚（票签中加签）', async () => {
    await bench.publish(judging('two-while-growing', { atLeast: 2 }, 'cancel'));
    const { id, judges } = await begin('two-while-growing', '甲');
    await bench.send(id, 'invite', { given: { more: experts('乙', '丙') } });
    await bench.settle();
    expect(await judge(id, judges[0])).toBe(false);
    const [, third] = await bench.running(id);
    expect(await judge(id, third)).toBe(true);
    expect((await bench.children(id)).map(({ ending }) => ending)).toEqual(['done', 'cancelled', 'done']);
  });

  test('the linter finds no fault with any of them', async () => {
    expect(await findingsOf(bench)).toEqual([]);
  });
});
