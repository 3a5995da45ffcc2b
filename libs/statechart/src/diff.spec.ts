import { describe, expect, test } from '@jest/globals';
import type { WorkflowDefinition } from '#contracts';
import { diff, type Change } from './diff.js';
import { leaveRequest } from './leave-request.fixture.js';
import { words } from './small.fixture.js';

function changes(change: (newer: WorkflowDefinition) => void): Change[] {
  const newer = leaveRequest();
  change(newer);
  return diff(leaveRequest(), newer);
}
const state = (definition: WorkflowDefinition, name: string) => {
  const found = definition.machine.states?.[name];
  if (!found) throw new Error(`there is no state ${name}`);
  return found;
};

describe('the difference between two versions', () => {
  test('is none between equals, nor where only the writing differs', () => {
    expect(changes(() => undefined)).toEqual([]);
    const rewritten = changes((newer) => {
      state(newer, 'cosign').after = { silence: [{ target: '#leave-request.review' }] };
      newer.fields = Object.fromEntries(Object.entries(newer.fields).reverse());
      newer.version = 2;
    });
    expect(rewritten).toEqual([]);
  });

  test('names states added, removed and renamed', () => {
    const found = changes((newer) => {
      newer.machine.states = { ...newer.machine.states, filed: { type: 'final', meta: { title: words('归档') } } };
      state(newer, 'review').meta = { ...state(newer, 'review').meta, title: words('审核') };
    });
    expect(found.map(({ about, how, pointer }) => [about, how, pointer])).toEqual([
      ['state', 'changed', '/machine/states/review'],
      ['state', 'added', '/machine/states/filed'],
    ]);
    expect(found[0]?.message.zh).toBe('状态“审核”：原为审批；现为审核。');
  });

  test('points into the older version at what was removed', () => {
    const found = changes((newer) => {
      delete newer.machine.states?.['cosign'];
    });
    expect(found).toContainEqual({
      about: 'state',
      how: 'removed',
      pointer: '/machine/states/cosign',
      message: { zh: '删去状态“会签”。', en: 'Removed: state “会签”.' },
    });
  });

  test('says where a transition goes now, and under which condition', () => {
    const found = changes((newer) => {
      state(newer, 'review').on = {
        ...state(newer, 'review').on,
        pass: {
          target: 'done',
          guard: { type: 'when', params: { field: 'days', atMost: 10 } },
          actions: 'leave.grant',
        },
      };
    });
    expect(found).toEqual([
      {
        about: 'transition',
        how: 'changed',
        pointer: '/machine/states/review/on/pass',
        message: {
          zh: '转移“审批·通过”：原为到“准假”，条件：“天数”不大于 30，动作：leave.grant；现为到“准假”，条件：“天数”不大于 10，动作：leave.grant。',
          en: 'Changed: transition “审批: 通过”: was to “准假”, if “天数” is at most 30, doing leave.grant; is now to “准假”, if “天数” is at most 10, doing leave.grant.',
        },
      },
    ]);
  });

  test('says who works on a task now, and how long there is', () => {
    const found = changes((newer) => {
      const [task] = state(newer, 'drafting').meta?.tasks ?? [];
      if (!task) return;
      task.people = { post: 'unit.leader', of: 'unitId' };
      task.deadline = { workingDays: 7 };
    });
    expect(found.map(({ about, message }) => [about, message.zh])).toEqual([
      ['people', '办理人“填写·填写”：原为单位的经办人；现为单位的领导。'],
      ['deadline', '时限“填写·填写”：原为5 个工作日；现为7 个工作日。'],
    ]);
  });

  test('tells of timers, forms, fields, ladders and answers', () => {
    const found = changes((newer) => {
      newer.timers = { silence: { workingDays: 9 } };
      newer.forms = { ask: { fields: [{ field: 'days', required: true }, { field: 'note' }] } };
      newer.fields['more'] = { type: 'yesNo', title: words('更多') };
      newer.ladders = { standard: [{ name: 'before', workingDays: -2, to: ['handler'], mail: 'task.remind' }] };
      const [task] = state(newer, 'drafting').meta?.tasks ?? [];
      if (task) task.outcomes = { submit: { title: words('提交'), needs: ['note'] } };
    });
    expect(found.map(({ about, how }) => `${about} ${how}`).sort()).toEqual([
      'answer changed',
      'field added',
      'form changed',
      'ladder changed',
      'timer changed',
    ]);
    for (const { message } of found) expect(message.zh).toMatch(/[一-龥].*。$/);
  });

  test('counts the order in which guards are asked', () => {
    const found = changes((newer) => {
      const { on } = state(newer, 'drafting');
      const submit = on?.['submit'];
      if (on && Array.isArray(submit)) on['submit'] = [...submit].reverse();
    });
    expect(found.map(({ about, pointer }) => [about, pointer])).toEqual([
      ['transition', '/machine/states/drafting/on/submit/0'],
      ['transition', '/machine/states/drafting/on/submit/1'],
    ]);
  });
});
