import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StateConfig } from '#contracts';
import { field, smallWorkflow, words } from '../harness/small-workflow.js';
import { Workbench } from '../harness/workbench.js';
import { findingsOf } from './findings.js';

const done = { type: 'final' } as const;
const set = (name: string, value: boolean) => ({ type: 'subject.set', params: { field: name, value } });
const not = (name: string) => ({ type: 'when' as const, params: { not: { field: name, is: true } } });

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});
afterAll(() => bench.close());

/** A piece of work that begins only while no other is being done. */
const exclusive = (name: string, next: string): Record<string, StateConfig> => ({
  [name]: { on: { [`${name}.begin`]: { target: `${name}-doing`, guard: not('busy'), actions: set('busy', true) } } },
  [`${name}-doing`]: { on: { [`${name}.end`]: { target: next, actions: set('busy', false) } } },
});

describe('by state 基于状态', () => {
  test('16 Deferred Choice 延迟选择', async () => {
    await bench.publish(
      smallWorkflow(
        'deferred-choice',
        {
          states: {
            waiting: { on: { reply: 'replied' }, after: { silence: 'lapsed' } },
            replied: done,
            lapsed: done,
          },
        },
        { timers: { silence: { workingDays: 3 } } },
      ),
    );
    const answered = await bench.start('deferred-choice');
    const silent = await bench.start('deferred-choice');
    await bench.sendAll(answered, 'reply');
    await bench.moveTo('2017-01-07T00:00:00+08:00');
    expect([await bench.states(answered), await bench.states(silent)]).toEqual([['replied'], ['lapsed']]);
    await expect(bench.send(silent, 'reply')).rejects.toThrow();
  });

  test('17 Interleaved Parallel Routing 交错并行', async () => {
    await bench.publish(
      smallWorkflow(
        'interleaved-parallel',
        {
          states: {
            working: {
              type: 'parallel',
              states: {
                papers: {
                  initial: 'read',
                  states: { ...exclusive('read', 'file'), ...exclusive('file', 'filed'), filed: done },
                },
                visit: { initial: 'see', states: { ...exclusive('see', 'seen'), seen: done } },
              },
              onDone: 'over',
            },
            over: done,
          },
        },
        { fields: { busy: field.yesNo('办理中') } },
      ),
    );
    const id = await bench.start('interleaved-parallel');
    await bench.sendAll(id, 'read.begin');
    await expect(bench.send(id, 'see.begin')).rejects.toMatchObject({ code: 'step.refused' });
    await bench.sendAll(id, 'read.end', 'see.begin');
    await expect(bench.send(id, 'file.begin')).rejects.toMatchObject({ code: 'step.refused' });
    await bench.sendAll(id, 'see.end', 'file.begin', 'file.end');
    expect(await bench.states(id)).toEqual(['over']);
  });

  test('18 Milestone 里程碑', async () => {
    await bench.publish(
      smallWorkflow(
        'milestone',
        {
          type: 'parallel',
          states: {
            main: {
              initial: 'reviewing',
              states: {
                reviewing: { on: { approve: { target: 'approved', actions: set('approved', true) } } },
                approved: { on: { publish: 'published' } },
                published: done,
              },
            },
            papers: {
              initial: 'open',
              states: {
                open: {
                  on: {
                    supplement: {
                      guard: not('approved'),
                      actions: { type: 'subject.count', params: { field: 'papers' } },
                    },
                  },
                  always: { target: 'closed', guard: { type: 'when', params: { field: 'approved', is: true } } },
                },
                closed: done,
              },
            },
          },
        },
        { fields: { approved: field.yesNo('已批准'), papers: field.number('补充材料') } },
      ),
    );
    const id = await bench.start('milestone');
    await bench.sendAll(id, 'supplement', 'supplement', 'approve');
    await expect(bench.send(id, 'supplement')).rejects.toMatchObject({ code: 'step.refused' });
    expect(await bench.case(id)).toMatchObject({ states: ['main.approved', 'papers.closed'], subject: { papers: 2 } });
  });

  test('39 Critical Section 临界区', async () => {
    await bench.publish(
      smallWorkflow(
        'edit',
        {
          states: {
            editing: { on: { save: 'saved' } },
            saved: { ...done, meta: { title: words('已保存'), output: ['value'] } },
          },
        },
        { fields: { value: field.text('值') } },
      ),
      smallWorkflow(
        'indicator',
        {
          states: {
            free: { on: { edit: 'held', retire: 'retired' } },
            held: {
              meta: {
                title: words('修改中'),
                children: { workflow: 'edit', given: { value: 'value' }, wait: 'all', rest: 'cancel' },
              },
              on: {
                'children.done': {
                  target: 'free',
                  actions: { type: 'subject.append', params: { field: 'edits', take: ['value'] } },
                },
              },
            },
            retired: done,
          },
        },
        {
          fields: { code: field.text('代码'), value: field.text('值'), edits: field.list('修改', 'value') },
          correlation: 'code',
          messages: { edit: { title: words('修改'), early: 'keep' } },
        },
      ),
    );
    const id = await bench.start('indicator', { code: 'I-7' });
    // Two cases want to change the same indicator at once: the second waits until the first has finished.
    const wishes = await Promise.all(['甲', '乙'].map((value) => bench.tell('indicator', 'I-7', 'edit', { value })));
    expect(wishes.map(({ delivered }) => delivered).sort()).toEqual([false, true]);
    await bench.settle();
    const [first, ...beside] = await bench.running(id);
    expect(beside).toEqual([]);
    await bench.sendAll(first ?? '', 'save');
    const [second, ...others] = await bench.running(id);
    expect(others).toEqual([]);
    await bench.sendAll(second ?? '', 'save');
    expect(await bench.case(id)).toMatchObject({ states: ['free'] });
    expect((await bench.children(id)).map(({ subject }) => subject['value']).sort()).toEqual(['乙', '甲']);
  });

  test('40 Interleaved Routing 交错路由', async () => {
    const piece = (name: string): StateConfig => ({
      on: { [`${name}.end`]: { target: 'choosing', actions: set(name, true) } },
    });
    await bench.publish(
      smallWorkflow(
        'interleaved',
        {
          states: {
            choosing: {
              on: {
                'law.begin': { target: 'law', guard: not('law') },
                'money.begin': { target: 'money', guard: not('money') },
                'site.begin': { target: 'site', guard: not('site') },
              },
              always: {
                target: 'over',
                guard: {
                  type: 'when',
                  params: { all: ['law', 'money', 'site'].map((name) => ({ field: name, is: true })) },
                },
              },
            },
            law: piece('law'),
            money: piece('money'),
            site: piece('site'),
            over: done,
          },
        },
        { fields: { law: field.yesNo('法制'), money: field.yesNo('财务'), site: field.yesNo('现场') } },
      ),
    );
    const id = await bench.start('interleaved');
    await bench.sendAll(id, 'money.begin');
    await expect(bench.send(id, 'law.begin')).rejects.toMatchObject({ code: 'step.refused' });
    await bench.sendAll(id, 'money.end');
    await expect(bench.send(id, 'money.begin')).rejects.toMatchObject({ code: 'step.refused' });
    await bench.sendAll(id, 'site.begin', 'site.end', 'law.begin', 'law.end');
    expect(await bench.states(id)).toEqual(['over']);
  });

  test('the linter finds no fault with any of them', async () => {
    expect(await findingsOf(bench)).toEqual([]);
  });
});
