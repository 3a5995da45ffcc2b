import type { StateConfig, WorkflowDefinition } from '#contracts';

const text = (word: string): { zh: string; en: string } => ({ zh: word, en: word });

/** A small workflow with all that specs need: a guard, a return, a countersign, a timer and a counter. */
export function leaveRequest(change: Partial<Record<string, StateConfig>> = {}): WorkflowDefinition {
  return {
    workflow: 'leave-request',
    version: 1,
    title: text('请假'),
    purpose: text('请假'),
    fields: {
      days: { type: 'number', title: text('天数') },
      rounds: { type: 'number', title: text('退回次数') },
      kind: { type: 'choice', title: text('类别'), options: [{ value: 'sick', title: text('病假') }] },
      note: { type: 'text', maxLength: 100, title: text('说明') },
      notes: {
        type: 'list',
        maxItems: 9,
        columns: { note: { type: 'text', maxLength: 100, title: text('说明') } },
        title: text('记录'),
      },
      unitId: { type: 'unit', title: text('单位') },
      partners: { type: 'units', title: text('会签单位') },
    },
    forms: { ask: { fields: [{ field: 'days', required: true }] } },
    timers: { silence: { workingDays: 5 } },
    ladders: { standard: [{ name: 'before', workingDays: -1, to: ['handler'], mail: 'task.remind' }] },
    columns: ['days'],
    machine: {
      id: 'leave-request',
      initial: 'drafting',
      states: {
        drafting: {
          meta: {
            title: text('填写'),
            tasks: [
              {
                name: 'write',
                title: text('填写'),
                people: { post: 'unit.operator', of: 'unitId' },
                form: 'ask',
                deadline: { workingDays: 5 },
                ladder: 'standard',
                outcomes: { submit: { title: text('提交') } },
              },
            ],
          },
          on: {
            submit: [
              { target: 'cosign', guard: { type: 'when', params: { field: 'partners', filled: true } } },
              { target: 'review' },
            ],
          },
        },
        cosign: {
          meta: {
            title: text('会签'),
            tasks: [
              {
                name: 'cosign',
                title: text('会签'),
                people: { post: 'unit.leader', of: 'partners' },
                each: true,
                outcomes: { agree: { title: text('同意') }, object: { title: text('不同意') } },
                joint: { all: 'allAgreed', any: { object: 'objected' } },
              },
            ],
          },
          on: {
            allAgreed: 'review',
            objected: {
              target: 'review',
              actions: { type: 'subject.set', params: { field: 'note', value: '有不同意见' } },
            },
          },
          after: { silence: 'review' },
        },
        review: {
          meta: {
            title: text('审批'),
            tasks: [
              {
                name: 'review',
                title: text('审批'),
                people: { post: 'office.officer', not: ['drafting'] },
                noDeadline: text('随到随办'),
                outcomes: { pass: { title: text('通过') }, return: { title: text('退回'), needs: ['opinion'] } },
              },
            ],
            acts: { remark: { title: text('批注'), people: { post: 'office.director' }, stays: true } },
          },
          on: {
            pass: {
              target: 'done',
              guard: { type: 'when', params: { field: 'days', atMost: 30 } },
              actions: 'leave.grant',
            },
            return: { target: 'drafting', actions: { type: 'subject.count', params: { field: 'rounds' } } },
            remark: { actions: { type: 'subject.append', params: { field: 'notes', take: ['note'] } } },
          },
        },
        done: { type: 'final', meta: { title: text('准假'), ending: 'done' } },
        ...(change as Record<string, StateConfig>),
      },
    },
  };
}
