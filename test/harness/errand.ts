import type { WorkflowDefinition } from '#contracts';

const words = (word: string): { zh: string; en: string } => ({ zh: word, en: word });

/** A small matter with states within a state, delays of both, a domain's effect, and a way back. */
export const errand: WorkflowDefinition = {
  workflow: 'errand',
  version: 1,
  title: words('办事'),
  purpose: words('办事'),
  fields: {
    fee: { type: 'number', title: words('费用') },
    remarks: { type: 'number', title: words('批注次数') },
    rounds: { type: 'number', title: words('轮次') },
    stamp: { type: 'text', maxLength: 99, title: words('章') },
  },
  forms: {},
  timers: { silence: { calendarDays: 3 }, soon: { calendarDays: 1 }, long: { calendarDays: 5 } },
  ladders: {},
  columns: [],
  machine: {
    id: 'errand',
    initial: 'draft',
    states: {
      draft: {
        meta: { title: words('拟稿') },
        on: {
          submit: { target: 'review', guard: { type: 'when', params: { field: 'fee', atLeast: 1 } } },
          remark: { actions: { type: 'subject.count', params: { field: 'remarks' } } },
        },
        after: { silence: 'lapsed' },
      },
      review: {
        meta: { title: words('审核') },
        initial: 'reading',
        states: {
          reading: { meta: { title: words('阅') }, on: { read: 'weighing' }, after: { soon: 'weighing' } },
          weighing: { meta: { title: words('议') } },
        },
        on: {
          pass: { target: 'passed', actions: ['errand.stamp'] },
          back: { target: 'draft', actions: { type: 'subject.count', params: { field: 'rounds' } } },
        },
        after: { long: 'lapsed' },
      },
      passed: { type: 'final', meta: { title: words('办成'), ending: 'done' } },
      lapsed: { type: 'final', meta: { title: words('失效'), ending: 'refused' } },
    },
  },
};

/** A round of errands: one child for every stop, and all are waited for. */
export const tour: WorkflowDefinition = {
  workflow: 'tour',
  version: 1,
  title: words('巡办'),
  purpose: words('巡办'),
  fields: {
    stops: {
      type: 'list',
      title: words('各站'),
      columns: { fee: { type: 'number', title: words('费用') } },
      maxItems: 9,
    },
  },
  forms: {},
  timers: {},
  ladders: {},
  columns: [],
  machine: {
    id: 'tour',
    initial: 'out',
    states: {
      out: {
        meta: {
          title: words('在办'),
          children: { workflow: 'errand', each: 'stops', wait: 'all', rest: 'cancel' },
        },
        on: { 'children.done': 'home' },
      },
      home: { type: 'final', meta: { title: words('办结'), ending: 'done' } },
    },
  },
};
