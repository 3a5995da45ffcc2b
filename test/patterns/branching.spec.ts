import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StateConfig, WorkflowDefinition } from '#contracts';
import { field, smallWorkflow, words } from '../harness/small-workflow.js';
import { Workbench } from '../harness/workbench.js';
import { findingsOf } from './findings.js';

const done = { type: 'final' } as const;
const count = (name: string) => ({ type: 'subject.count', params: { field: name } });
const when = (name: string, is = true) => ({ type: 'when' as const, params: { field: name, is } });
const atLeast = (name: string, number: number) => ({ type: 'when' as const, params: { field: name, atLeast: number } });

/** A branch that waits for its event. */
const branch = (event: string): StateConfig => ({
  initial: 'open',
  states: { open: { on: { [event]: 'closed' } }, closed: done },
});

/** A branch that is only taken where a field says so. */
const optional = (name: string): StateConfig => ({
  initial: 'chosen',
  states: {
    chosen: { always: [{ target: 'open', guard: when(name) }, { target: 'skipped' }] },
    open: {
      on: { [name]: 'closed', [`${name}.drop`]: 'skipped', [`${name}.redo`]: { target: 'open', reenter: true } },
    },
    closed: done,
    skipped: done,
  },
});

/** A branch that counts itself when it comes. */
const counted = (event: string): StateConfig => ({
  initial: 'open',
  states: { open: { on: { [event]: { target: 'closed', actions: count('came') } } }, closed: done },
});

/**
 * A join of three branches that goes on with the first so many and is armed anew once all have come. Whoever comes twice
 * in one round is kept for the next: the events are messages.
 */
function rearming(workflow: string, needed: number): WorkflowDefinition {
  const message = (title: string) => ({ title: words(title), early: 'keep' as const });
  const join: StateConfig = {
    initial: 'blocked',
    states: {
      blocked: { always: { target: 'passed', guard: atLeast('came', needed), actions: count('followed') } },
      passed: done,
    },
  };
  return smallWorkflow(
    workflow,
    {
      states: {
        armed: {
          type: 'parallel',
          states: { first: counted('a'), second: counted('b'), third: counted('c'), join },
          onDone: {
            target: 'armed',
            reenter: true,
            actions: { type: 'subject.set', params: { field: 'came', value: 0 } },
          },
          on: { stop: 'stopped' },
        },
        stopped: done,
      },
    },
    {
      fields: { number: field.text('编号'), came: field.number('已到'), followed: field.number('后续') },
      correlation: 'number',
      messages: { a: message('甲'), b: message('乙'), c: message('丙') },
    },
  );
}

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

/** How often the join has been passed after each of these messages, one letter each. */
async function passes(workflow: string, messages: string): Promise<string> {
  const id = await bench.start(workflow, { number: workflow, followed: 0 });
  let seen = '';
  for (const message of messages.split('')) {
    await bench.tell(workflow, workflow, message);
    seen += String((await bench.case(id)).subject['followed']);
  }
  return seen;
}

describe('branching and joining 分支与汇聚', () => {
  test('6 Multi-Choice 多路选择, 7 Structured Synchronizing Merge 结构化同步归并', async () => {
    await bench.publish(
      smallWorkflow(
        'multi-choice',
        {
          states: {
            notifying: {
              type: 'parallel',
              states: { water: optional('water'), roads: optional('roads'), air: optional('air') },
              onDone: 'over',
            },
            over: done,
          },
        },
        { fields: { water: field.yesNo('水'), roads: field.yesNo('路'), air: field.yesNo('气') } },
      ),
    );
    const two = await bench.start('multi-choice', { water: true, air: true });
    expect(await bench.states(two)).toEqual(['notifying.water.open', 'notifying.roads.skipped', 'notifying.air.open']);
    await bench.sendAll(two, 'air');
    await expect(bench.send(two, 'roads')).rejects.toMatchObject({ code: 'step.refused' });
    await bench.sendAll(two, 'water');
    expect(await bench.states(two)).toEqual(['over']);
    expect(await bench.states(await bench.start('multi-choice'))).toEqual(['over']);
  });

  test('8 Multi-Merge 多重汇合', async () => {
    await bench.publish(
      smallWorkflow(
        'branch',
        {
          states: {
            choosing: { on: { check: 'checking', visit: 'visiting' } },
            checking: { on: { end: 'following' } },
            visiting: { on: { end: 'following' } },
            following: { on: { follow: 'followed' } },
            followed: done,
          },
        },
        { fields: { name: field.text('办法') } },
      ),
      smallWorkflow(
        'multi-merge',
        {
          states: {
            working: {
              meta: {
                title: words('办理'),
                children: { workflow: 'branch', each: 'ways', wait: 'all', rest: 'cancel' },
              },
              on: { 'children.done': 'over' },
            },
            over: done,
          },
        },
        { fields: { ways: field.list('办法', 'name') } },
      ),
    );
    const id = await bench.start('multi-merge', { ways: [{ name: '核查' }, { name: '走访' }] });
    await bench.settle();
    const [checking = '', visiting = ''] = await bench.running(id);
    await bench.sendAll(checking, 'check', 'end', 'follow');
    await bench.sendAll(visiting, 'visit', 'end');
    expect((await bench.children(id)).map(({ states }) => states)).toEqual([['followed'], ['following']]);
    await bench.sendAll(visiting, 'follow');
    expect(await bench.states(id)).toEqual(['over']);
  });

  test('9 Structured Discriminator 结构化鉴别', async () => {
    await bench.publish(
      smallWorkflow(
        'discriminator',
        {
          states: {
            reviewing: {
              type: 'parallel',
              states: {
                first: branch('a'),
                second: branch('b'),
                third: branch('c'),
                next: {
                  initial: 'waiting',
                  states: {
                    waiting: { on: { a: 'acting', b: 'acting', c: 'acting' } },
                    acting: { entry: count('acted'), type: 'final' },
                  },
                },
              },
              onDone: 'over',
            },
            over: done,
          },
        },
        { fields: { acted: field.number('办理次数') } },
      ),
    );
    const id = await bench.start('discriminator');
    await bench.sendAll(id, 'b');
    expect(await bench.states(id)).toContain('reviewing.next.acting');
    await bench.sendAll(id, 'a', 'c');
    expect(await bench.case(id)).toMatchObject({ states: ['over'], subject: { acted: 1 } });
  });

  test('28 Blocking Discriminator 阻塞鉴别', async () => {
    await bench.publish(rearming('blocking-discriminator', 1));
    // The second a belongs to the next round, which begins as soon as c has come.
    expect(await passes('blocking-discriminator', 'aabcbca')).toBe('1112223');
  });

  test('29 Cancelling Discriminator 取消鉴别（或签）', async () => {
    await bench.publish(
      smallWorkflow(
        'cancelling-discriminator',
        {
          states: {
            signing: {
              type: 'parallel',
              states: { first: counted('a'), second: counted('b') },
              always: { target: 'signed', guard: atLeast('came', 1) },
            },
            signed: done,
          },
        },
        { fields: { came: field.number('已到') } },
      ),
    );
    const id = await bench.start('cancelling-discriminator');
    await bench.sendAll(id, 'b');
    expect(await bench.case(id)).toMatchObject({ states: ['signed'], status: 'done' });
  });

  test('30 Structured Partial Join 结构化部分汇聚', async () => {
    await bench.publish(
      smallWorkflow(
        'partial-join',
        {
          states: {
            judging: {
              type: 'parallel',
              states: {
                first: counted('a'),
                second: counted('b'),
                third: counted('c'),
                next: {
                  initial: 'waiting',
                  states: {
                    waiting: { always: { target: 'acting', guard: atLeast('came', 2) } },
                    acting: done,
                  },
                },
              },
              onDone: 'over',
            },
            over: done,
          },
        },
        { fields: { came: field.number('已到') } },
      ),
    );
    const id = await bench.start('partial-join');
    await bench.sendAll(id, 'c');
    expect(await bench.states(id)).toContain('judging.next.waiting');
    await bench.sendAll(id, 'a');
    expect(await bench.states(id)).toEqual([
      'judging.first.closed',
      'judging.second.open',
      'judging.third.closed',
      'judging.next.acting',
    ]);
    await bench.sendAll(id, 'b');
    expect(await bench.states(id)).toEqual(['over']);
  });

  test('31 Blocking Partial Join 阻塞部分汇聚', async () => {
    await bench.publish(rearming('blocking-partial-join', 2));
    expect(await passes('blocking-partial-join', 'aabcbca')).toBe('0011222');
  });

  test('32 Cancelling Partial Join 取消部分汇聚（票签）', async () => {
    await bench.publish(
      smallWorkflow(
        'cancelling-partial-join',
        {
          states: {
            voting: {
              type: 'parallel',
              states: { first: counted('a'), second: counted('b'), third: counted('c') },
              always: { target: 'passed', guard: atLeast('came', 2) },
            },
            passed: done,
          },
        },
        { fields: { came: field.number('已到') } },
      ),
    );
    const id = await bench.start('cancelling-partial-join');
    await bench.sendAll(id, 'c');
    expect(await bench.states(id)).toEqual(['voting.first.open', 'voting.second.open', 'voting.third.closed']);
    await bench.sendAll(id, 'a');
    expect(await bench.states(id)).toEqual(['passed']);
  });

  test('33 Generalised AND-Join 广义与汇聚', async () => {
    await bench.publish(rearming('generalised-join', 3));
    expect(await passes('generalised-join', 'aaabcbc')).toBe('0000112');
  });

  test('37 Local Synchronizing Merge 局部同步归并', async () => {
    await bench.publish(
      smallWorkflow(
        'local-merge',
        {
          states: {
            asking: {
              type: 'parallel',
              states: { law: optional('law'), money: optional('money') },
              onDone: 'deciding',
            },
            deciding: { on: { decide: 'over' } },
            over: done,
          },
        },
        { fields: { law: field.yesNo('法制'), money: field.yesNo('财务') } },
      ),
    );
    const id = await bench.start('local-merge', { law: true, money: true });
    await bench.sendAll(id, 'law', 'money.drop');
    expect(await bench.states(id)).toEqual(['deciding']);
    expect(await bench.states(await bench.start('local-merge'))).toEqual(['deciding']);
  });

  test('38 General Synchronizing Merge 一般同步归并', async () => {
    await bench.publish(
      smallWorkflow(
        'general-merge',
        {
          states: {
            asking: {
              type: 'parallel',
              states: { law: optional('law'), money: optional('money') },
              onDone: 'deciding',
            },
            deciding: {
              on: {
                'ask.again': {
                  target: 'asking',
                  actions: { type: 'subject.set', params: { field: 'law', value: false } },
                },
                decide: 'over',
              },
            },
            over: done,
          },
        },
        { fields: { law: field.yesNo('法制'), money: field.yesNo('财务') } },
      ),
    );
    const id = await bench.start('general-merge', { law: true, money: true });
    await bench.sendAll(id, 'money.redo', 'law');
    expect(await bench.states(id)).toEqual(['asking.law.closed', 'asking.money.open']);
    await bench.sendAll(id, 'money.redo', 'money', 'ask.again');
    expect(await bench.states(id)).toEqual(['asking.law.skipped', 'asking.money.open']);
    await bench.sendAll(id, 'money');
    expect(await bench.states(id)).toEqual(['deciding']);
  });

  test('41 Thread Merge 线程归并, 42 Thread Split 线程拆分', async () => {
    await bench.publish(
      smallWorkflow(
        'thread',
        { states: { doing: { on: { finish: 'finished' } }, finished: done } },
        { fields: { name: field.text('线程') } },
      ),
      smallWorkflow(
        'threads',
        {
          states: {
            splitting: {
              meta: {
                title: words('拆分'),
                children: { workflow: 'thread', each: 'threads', wait: 'all', rest: 'cancel' },
              },
              on: { 'children.done': 'merged' },
            },
            merged: { on: { close: 'closed' } },
            closed: done,
          },
        },
        { fields: { threads: field.list('线程', 'name') } },
      ),
    );
    const id = await bench.start('threads', { threads: [{ name: '一' }, { name: '二' }, { name: '三' }] });
    await bench.settle();
    const threads = await bench.running(id);
    expect(threads).toHaveLength(3);
    for (const thread of threads) {
      expect(await bench.states(id)).toEqual(['splitting']);
      await bench.sendAll(thread, 'finish');
    }
    expect(await bench.case(id)).toMatchObject({ states: ['merged'], revision: 3 });
  });

  test('the linter finds no fault with any of them', async () => {
    expect(await findingsOf(bench)).toEqual([]);
  });
});
