import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildrenSpec, WorkflowDefinition } from '#contracts';
import { field, smallWorkflow, words } from '../../../test/harness/small-workflow.js';
import { Workbench } from '../../../test/harness/workbench.js';
import { SYSTEM } from './effects.js';

/** A case that asks others, by one way of waiting for them. */
function asking(workflow: string, children: Partial<ChildrenSpec>): WorkflowDefinition {
  return smallWorkflow(
    workflow,
    {
      states: {
        drafting: { on: { ask: 'asking' } },
        asking: {
          meta: { title: words('征求意见'), children: { workflow: 'reply', wait: 'all', rest: 'cancel', ...children } },
          on: {
            'children.done': 'answered',
            again: { target: 'asking', reenter: true },
            stop: 'drafting',
            invite: { actions: { type: 'children.start', params: { each: 'more' } } },
          },
        },
        answered: { type: 'final', meta: { title: words('已答复'), ending: 'done', output: ['answers'] } },
      },
    },
    {
      fields: {
        year: field.number('年度'),
        units: field.list('单位', 'unit', 'task'),
        more: field.list('增加的单位', 'unit', 'task'),
        answers: field.list('答复', 'said'),
      },
    },
  );
}

const reply = smallWorkflow(
  'reply',
  {
    states: {
      open: { on: { answer: 'answered' }, meta: { title: words('答复') } },
      answered: { type: 'final', meta: { title: words('已答复'), output: ['unit', 'said'] } },
    },
  },
  {
    fields: {
      unit: field.text('单位'),
      task: field.text('事项'),
      said: field.text('意见'),
      year: field.number('年度'),
    },
  },
);

const each = { each: 'units' };
let bench: Workbench;

beforeAll(async () => {
  bench = await Workbench.open(
    reply,
    asking('one', {}),
    asking('everyone', { ...each, given: { year: 'year' }, collect: 'answers' }),
    asking('first', { ...each, wait: 'any', collect: 'answers' }),
    asking('some', { ...each, wait: { atLeast: 2 }, collect: 'answers' }),
    asking('leaving', { ...each, wait: 'any', rest: 'leave' }),
    asking('unawaited', { ...each, wait: { atLeast: 0 }, rest: 'leave' }),
    asking('nested', { workflow: 'everyone', given: { units: 'units' }, collect: 'answers' }),
    asking('orphan', { workflow: 'nowhere' }),
  );
});
afterAll(() => bench.close());

const units = (...names: string[]): { unit: string; task: string }[] => names.map((unit) => ({ unit, task: '报送' }));

async function ask(
  workflow: string,
  subject: Record<string, unknown> = {},
): Promise<{ parent: string; asked: string[] }> {
  const parent = await bench.start(workflow, subject);
  await bench.sendAll(parent, 'ask');
  return { parent, asked: await bench.running(parent) };
}

async function answer(instanceId: string | undefined, said = '同意'): Promise<void> {
  bench.clock.advance(1_000);
  await bench.send(instanceId ?? '', 'answer', { given: { said } });
  await bench.settle();
}

describe('children', () => {
  test('start once the state is entered, and end the wait', async () => {
    const { parent, asked } = await ask('one');
    expect(asked).toHaveLength(1);
    await answer(asked[0]);
    expect(await bench.case(parent)).toMatchObject({ states: ['answered'], status: 'done' });
  });

  test('begin with the entry of the list that is theirs and with what they are given', async () => {
    const { parent } = await ask('everyone', { year: 2017, units: units('环保局', '水务局') });
    expect(await bench.children(parent)).toMatchObject([
      { workflow: 'reply', subject: { unit: '环保局', task: '报送', year: 2017 } },
      { workflow: 'reply', subject: { unit: '水务局', task: '报送', year: 2017 } },
    ]);
  });

  test('of an empty list are none, and the wait is over at once', async () => {
    const { parent } = await ask('everyone', { units: [] });
    expect(await bench.case(parent)).toMatchObject({ states: ['answered'], output: { answers: [] } });
    expect(await bench.states((await ask('everyone')).parent)).toEqual(['answered']);
  });

  test('are all waited for, and their outputs stand in the order in which they ended', async () => {
    const { parent, asked } = await ask('everyone', { units: units('甲', '乙', '丙') });
    await answer(asked[2], '三');
    await answer(asked[0], '一');
    expect(await bench.states(parent)).toEqual(['asking']);
    await answer(asked[1], '二');
    expect(await bench.case(parent)).toMatchObject({
      states: ['answered'],
      output: {
        answers: [
          { unit: '丙', said: '三' },
          { unit: '甲', said: '一' },
          { unit: '乙', said: '二' },
        ],
      },
    });
  });

  test('that end at the same time end the wait once', async () => {
    const { parent, asked } = await ask('everyone', {
      units: units('甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'),
    });
    await Promise.all(asked.map((child) => bench.send(child, 'answer')));
    await bench.settle();
    expect(await bench.case(parent)).toMatchObject({ states: ['answered'], revision: 4 });
  });

  test('of which one is enough are cancelled once it has ended', async () => {
    const { parent, asked } = await ask('first', { units: units('甲', '乙', '丙') });
    await answer(asked[1]);
    expect(await bench.case(parent)).toMatchObject({ states: ['answered'], output: { answers: [{ unit: '乙' }] } });
    expect((await bench.children(parent)).map(({ ending }) => ending)).toEqual(['cancelled', 'done', 'cancelled']);
  });

  test('of which some are enough are cancelled once so many have ended', async () => {
    const { parent, asked } = await ask('some', { units: units('甲', '乙', '丙') });
    await answer(asked[0]);
    expect(await bench.states(parent)).toEqual(['asking']);
    await answer(asked[2]);
    expect(await bench.states(parent)).toEqual(['answered']);
    expect(await bench.running(parent)).toEqual([]);
  });

  test('are all waited for where fewer were started than are enough', async () => {
    const { parent, asked } = await ask('some', { units: units('甲') });
    await answer(asked[0]);
    expect(await bench.states(parent)).toEqual(['answered']);
  });

  test('of which none is waited for start, and the case goes on at once', async () => {
    const { parent, asked } = await ask('unawaited', { units: units('甲', '乙') });
    expect(await bench.case(parent)).toMatchObject({ states: ['answered'], revision: 3 });
    expect(asked).toHaveLength(2);
    for (const child of asked) await answer(child);
    expect((await bench.children(parent)).map(({ ending }) => ending)).toEqual(['done', 'done']);
  });

  test('go on by themselves where the definition leaves them', async () => {
    const { parent, asked } = await ask('leaving', { units: units('甲', '乙') });
    await answer(asked[0]);
    expect(await bench.states(parent)).toEqual(['answered']);
    expect(await bench.running(parent)).toEqual([asked[1]]);
    await answer(asked[1]);
    expect(await bench.case(asked[1] ?? '')).toMatchObject({ status: 'done', ending: 'done' });
  });

  test('have children of their own, whose ends reach the first', async () => {
    const { parent, asked } = await ask('nested', { units: units('甲', '乙') });
    await bench.sendAll(asked[0] ?? '', 'ask');
    for (const grandchild of await bench.running(asked[0] ?? '')) await answer(grandchild);
    expect(await bench.case(parent)).toMatchObject({
      states: ['answered'],
      output: {
        answers: [
          {
            answers: [
              { unit: '甲', said: '同意' },
              { unit: '乙', said: '同意' },
            ],
          },
        ],
      },
    });
  });

  test('are joined by more while they are waited for', async () => {
    const { parent, asked } = await ask('everyone', { units: units('甲') });
    await bench.send(parent, 'invite', { given: { more: units('乙', '丙') } });
    await bench.settle();
    await answer(asked[0]);
    expect(await bench.states(parent)).toEqual(['asking']);
    const added = await bench.running(parent);
    expect(added).toHaveLength(2);
    for (const child of added) await answer(child);
    expect(await bench.states(parent)).toEqual(['answered']);
  });

  test('are joined only by those of the same stay, and after the first', async () => {
    const parent = await bench.start('everyone', { units: units('甲') });
    await bench.send(parent, 'ask');
    await bench.send(parent, 'invite', { given: { more: units('乙') } });
    await bench.settle();
    expect((await bench.children(parent)).map(({ subject }) => subject['unit'])).toEqual(['甲', '乙']);
    await bench.send(parent, 'invite', { given: { more: units('丙') } });
    await bench.send(parent, 'again');
    await bench.settle();
    expect((await bench.children(parent)).filter(({ status }) => status !== 'done')).toMatchObject([
      { subject: { unit: '甲' } },
    ]);
  });

  test('of an earlier stay do not count when the state is entered again', async () => {
    const { parent, asked } = await ask('leaving', { units: units('甲', '乙') });
    await bench.sendAll(parent, 'stop', 'ask');
    await answer(asked[0]);
    expect(await bench.states(parent)).toEqual(['asking']);
    expect(await bench.running(parent)).toHaveLength(3);
  });

  test('are cancelled when the state is left by another way', async () => {
    const { parent, asked } = await ask('everyone', { units: units('甲', '乙') });
    await answer(asked[0]);
    await bench.sendAll(parent, 'stop');
    expect((await bench.children(parent)).map(({ ending }) => ending)).toEqual(['done', 'cancelled']);
  });

  test('are cancelled with the case that waits for them, down to the last', async () => {
    const { parent, asked } = await ask('nested', { units: units('甲', '乙') });
    await bench.sendAll(asked[0] ?? '', 'ask');
    const operation = { tenantId: bench.tenantId, instanceId: parent, actor: SYSTEM, reason: '撤销' };
    await bench.parts.operations.cancel({ ...operation, key: { key: 'cancel-nested', hash: 'h' } });
    await bench.settle();
    expect(await bench.running(parent)).toEqual([]);
    expect((await bench.children(asked[0] ?? '')).map(({ ending }) => ending)).toEqual(['cancelled', 'cancelled']);
  });

  test('wait for a case that stands still, and end its wait once it goes on', async () => {
    const { parent, asked } = await ask('one');
    const operation = { tenantId: bench.tenantId, instanceId: parent, actor: SYSTEM, reason: '等待批复' };
    await bench.parts.operations.suspend({ ...operation, key: { key: 'suspend-parent', hash: 'h' } });
    await answer(asked[0]);
    expect(await bench.states(parent)).toEqual(['asking']);
    await bench.parts.operations.resume({ ...operation, key: { key: 'resume-parent', hash: 'h' } });
    await bench.settle();
    expect(await bench.states(parent)).toEqual(['answered']);
  });
});

describe('a child starts once', () => {
  test('where the worker dies after it has claimed the message', async () => {
    const parent = await bench.start('everyone', { units: units('甲', '乙') });
    await bench.send(parent, 'ask');
    await bench.database.query(
      `UPDATE messages SET lease_until = now() + interval '30 seconds', fence = fence + 1, attempts = 1 WHERE instance_id = $1`,
      [parent],
    );
    await bench.settle();
    expect(await bench.children(parent)).toEqual([]);
    await bench.database.query(`UPDATE messages SET lease_until = now() - interval '1 second' WHERE instance_id = $1`, [
      parent,
    ]);
    await bench.anotherWorker().mailroom.deliverReady();
    expect(await bench.children(parent)).toHaveLength(2);
  });

  test('however many workers look', async () => {
    const workers = [bench.parts, bench.anotherWorker(), bench.anotherWorker()];
    const parents = await Promise.all(
      Array.from({ length: 10 }, () => bench.start('everyone', { units: units('甲', '乙', '丙') })),
    );
    await Promise.all(parents.map((parent) => bench.send(parent, 'ask')));
    await Promise.all(workers.map(({ mailroom }) => mailroom.deliverReady()));
    for (const parent of parents) expect(await bench.children(parent)).toHaveLength(3);
  });

  test('and is given up, with the reason kept, where its workflow is not published', async () => {
    const parent = await bench.start('orphan');
    await bench.send(parent, 'ask');
    for (let turn = 0; turn < 9; turn += 1) {
      await bench.settle();
      await bench.database.query(`UPDATE messages SET lease_until = NULL WHERE instance_id = $1`, [parent]);
    }
    expect(
      await bench.database.query(`SELECT dead, attempts, last_error FROM messages WHERE instance_id = $1`, [parent]),
    ).toEqual([{ dead: true, attempts: 8, last_error: expect.stringContaining('definition.missing') as unknown }]);
  });
});
