import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { field, smallWorkflow } from '../harness/small-workflow.js';
import { Workbench } from '../harness/workbench.js';
import { findingsOf } from './findings.js';

const done = { type: 'final' } as const;

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

describe('basic control flow 基本控制流', () => {
  test('1 Sequence 顺序', async () => {
    await bench.publish(
      smallWorkflow('sequence', {
        states: {
          declaring: { on: { declare: 'reviewing' } },
          reviewing: { on: { review: 'approving' } },
          approving: { on: { approve: 'approved' } },
          approved: done,
        },
      }),
    );
    const id = await bench.start('sequence');
    await expect(bench.send(id, 'approve')).rejects.toMatchObject({ code: 'step.refused' });
    await bench.sendAll(id, 'declare', 'review');
    expect(await bench.states(id)).toEqual(['approving']);
    await bench.sendAll(id, 'approve');
    expect(await bench.case(id)).toMatchObject({ states: ['approved'], status: 'done' });
  });

  test('2 Parallel Split 并行分支, 3 Synchronization 同步汇聚', async () => {
    const region = (event: string) => ({
      initial: 'open',
      states: { open: { on: { [event]: 'reported' } }, reported: done },
    });
    await bench.publish(
      smallWorkflow('parallel', {
        states: {
          registering: { on: { assign: 'rectifying' } },
          rectifying: {
            type: 'parallel',
            states: { water: region('water'), roads: region('roads') },
            onDone: 'archived',
          },
          archived: done,
        },
      }),
    );
    const id = await bench.start('parallel');
    await bench.sendAll(id, 'assign');
    expect(await bench.states(id)).toEqual(['rectifying.water.open', 'rectifying.roads.open']);
    await bench.sendAll(id, 'roads');
    expect(await bench.states(id)).toEqual(['rectifying.water.open', 'rectifying.roads.reported']);
    await bench.sendAll(id, 'water');
    expect(await bench.states(id)).toEqual(['archived']);
  });

  test('4 Exclusive Choice 排他选择, 5 Simple Merge 简单汇合', async () => {
    await bench.publish(
      smallWorkflow(
        'choice',
        {
          states: {
            weighing: {
              on: {
                decide: [
                  { target: 'leadership', guard: { type: 'when', params: { field: 'amount', atLeast: 100 } } },
                  { target: 'office' },
                ],
              },
            },
            leadership: { on: { sign: 'archiving' } },
            office: { on: { pass: 'archiving' } },
            archiving: { on: { archive: 'archived' } },
            archived: done,
          },
        },
        { fields: { amount: field.number('金额') } },
      ),
    );
    const large = await bench.start('choice', { amount: 100 });
    await bench.sendAll(large, 'decide');
    expect(await bench.states(large)).toEqual(['leadership']);
    const small = await bench.start('choice', { amount: 99 });
    await bench.sendAll(small, 'decide');
    expect(await bench.states(small)).toEqual(['office']);
    await bench.sendAll(large, 'sign');
    await bench.sendAll(small, 'pass');
    expect([await bench.states(large), await bench.states(small)]).toEqual([['archiving'], ['archiving']]);
  });

  test('the linter finds no fault with any of them', async () => {
    expect(await findingsOf(bench)).toEqual([]);
  });
});
