import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { field, smallWorkflow, words } from '../harness/small-workflow.js';
import { Workbench } from '../harness/workbench.js';
import { findingsOf } from './findings.js';

const done = { type: 'final' } as const;

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

describe('iteration and termination 循环与终止', () => {
  test('10 Arbitrary Cycles 任意循环', async () => {
    await bench.publish(
      smallWorkflow('cycles', {
        states: {
          drafting: { on: { submit: 'reviewing', hurry: 'approving' } },
          reviewing: { on: { pass: 'approving', return: 'drafting' } },
          approving: { on: { approve: 'approved', return: 'drafting', reconsider: 'reviewing' } },
          approved: done,
        },
      }),
    );
    const id = await bench.start('cycles');
    await bench.sendAll(id, 'hurry', 'reconsider', 'return', 'submit', 'pass', 'return', 'hurry', 'approve');
    expect(await bench.case(id)).toMatchObject({ states: ['approved'], revision: 9 });
  });

  test('11 Implicit Termination 隐式终止', async () => {
    const region = (event: string) => ({
      initial: 'open',
      states: { open: { on: { [event]: 'closed' } }, closed: done },
    });
    await bench.publish(
      smallWorkflow('nothing-left', {
        type: 'parallel',
        states: { letter: region('answer'), file: region('archive') },
      }),
    );
    const id = await bench.start('nothing-left');
    await bench.sendAll(id, 'archive');
    expect(await bench.case(id)).toMatchObject({ status: 'running' });
    await bench.sendAll(id, 'answer');
    expect(await bench.case(id)).toMatchObject({ status: 'done' });
  });

  test('21 Structured Loop 结构化循环', async () => {
    await bench.publish(
      smallWorkflow(
        'rectify-until-accepted',
        {
          states: {
            rectifying: { entry: { type: 'subject.count', params: { field: 'rounds' } }, on: { report: 'checking' } },
            checking: {
              on: {
                check: [
                  { target: 'accepted', guard: { type: 'when', params: { field: 'good', is: true } } },
                  { target: 'rectifying' },
                ],
              },
            },
            accepted: done,
          },
        },
        { fields: { rounds: field.number('轮次'), good: field.yesNo('合格') } },
      ),
    );
    const id = await bench.start('rectify-until-accepted');
    for (const good of [false, false, true]) {
      await bench.send(id, 'report');
      await bench.send(id, 'check', { given: { good } });
    }
    expect(await bench.case(id)).toMatchObject({ states: ['accepted'], subject: { rounds: 3 } });
  });

  test('22 Recursion 递归', async () => {
    await bench.publish(
      smallWorkflow(
        'target',
        {
          states: {
            drafting: { on: { divide: 'dividing', settle: 'settled' } },
            dividing: {
              meta: {
                title: words('分解'),
                children: { workflow: 'target', each: 'parts', wait: 'all', rest: 'cancel', collect: 'settledParts' },
              },
              on: { 'children.done': 'settled' },
            },
            settled: { ...done, meta: { title: words('落实'), output: ['name', 'settledParts'] } },
          },
        },
        {
          fields: {
            name: field.text('目标'),
            parts: field.list('分目标', 'name'),
            settledParts: field.list('落实', 'name'),
          },
        },
      ),
    );
    const divide = async (id: string, ...names: string[]): Promise<string[]> => {
      await bench.send(id, 'divide', { given: { parts: names.map((name) => ({ name })) } });
      await bench.settle();
      return bench.running(id);
    };
    const id = await bench.start('target', { name: '全市' });
    const [north = '', south = ''] = await divide(id, '北', '南');
    const [east = ''] = await divide(south, '东');
    await bench.sendAll(north, 'settle');
    expect(await bench.states(id)).toEqual(['dividing']);
    await bench.sendAll(east, 'settle');
    expect(await bench.case(id)).toMatchObject({
      states: ['settled'],
      output: { name: '全市', settledParts: [{ name: '北' }, { name: '南', settledParts: [{ name: '东' }] }] },
    });
  });

  test('43 Explicit Termination 显式终止', async () => {
    await bench.publish(
      smallWorkflow('helper', { states: { helping: { on: { help: 'helped' } }, helped: done } }),
      smallWorkflow(
        'ends-everything',
        {
          states: {
            working: {
              type: 'parallel',
              states: {
                helpers: {
                  initial: 'asked',
                  states: {
                    asked: {
                      meta: { title: words('协办'), children: { workflow: 'helper', wait: 'all', rest: 'cancel' } },
                      on: { 'children.done': 'helped' },
                    },
                    helped: done,
                  },
                },
                waiting: { initial: 'first', states: { first: { after: { day: 'second' } }, second: done } },
              },
              on: { finish: 'finished' },
            },
            finished: done,
          },
        },
        { timers: { day: { workingDays: 1 } } },
      ),
    );
    const id = await bench.start('ends-everything');
    await bench.settle();
    expect(await bench.running(id)).toHaveLength(1);
    await bench.sendAll(id, 'finish');
    expect(await bench.case(id)).toMatchObject({ states: ['finished'], status: 'done' });
    expect(await bench.running(id)).toEqual([]);
    expect(await bench.database.query(`SELECT FROM timers WHERE instance_id = $1`, [id])).toEqual([]);
  });

  test('the linter finds no fault with any of them', async () => {
    expect(await findingsOf(bench)).toEqual([]);
  });
});
