import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { field, smallWorkflow, words } from '../harness/small-workflow.js';
import { Workbench } from '../harness/workbench.js';
import { findingsOf } from './findings.js';

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open(
    smallWorkflow(
      'opinion',
      {
        states: {
          registering: { on: { register: 'handling' } },
          handling: { on: { urge: { target: 'urged' }, letter: 'answered' } },
          urged: { on: { letter: 'answered' } },
          answered: { type: 'final' },
        },
      },
      {
        fields: { number: field.text('编号') },
        correlation: 'number',
        messages: {
          urge: { title: words('催办'), early: 'refuse' },
          letter: { title: words('来信'), early: 'keep' },
        },
      },
    ),
  );
});
afterAll(() => bench.close());

describe('triggers 触发', () => {
  test('23 Transient Trigger 瞬时触发', async () => {
    const id = await bench.start('opinion', { number: '2017-1' });
    await expect(bench.tell('opinion', '2017-1', 'urge')).rejects.toMatchObject({ code: 'message.early' });
    await bench.sendAll(id, 'register');
    expect(await bench.states(id)).toEqual(['handling']);
    await bench.tell('opinion', '2017-1', 'urge');
    expect(await bench.states(id)).toEqual(['urged']);
  });

  test('24 Persistent Trigger 持久触发', async () => {
    expect(await bench.tell('opinion', '2017-2', 'letter')).toMatchObject({ delivered: false });
    const id = await bench.start('opinion', { number: '2017-2' });
    await bench.settle();
    expect(await bench.states(id)).toEqual(['registering']);
    await bench.sendAll(id, 'register');
    expect(await bench.states(id)).toEqual(['answered']);
  });

  test('the linter finds no fault with any of them', async () => {
    expect(await findingsOf(bench)).toEqual([]);
  });
});
