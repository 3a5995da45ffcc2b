import type { WorkflowDefinition } from '#contracts';

const text = (word: string): { zh: string; en: string } => ({ zh: word, en: word });

/** A case that is granted in one step, or lapses after three working days. */
export const permit: WorkflowDefinition = {
  workflow: 'permit',
  version: 1,
  title: text('许可'),
  purpose: text('许可'),
  fields: { fee: { type: 'number', title: text('费用') } },
  forms: {},
  timers: { silence: { workingDays: 3 } },
  ladders: {},
  columns: [],
  machine: {
    id: 'permit',
    initial: 'open',
    states: {
      open: { meta: { title: text('受理') }, on: { grant: 'granted' }, after: { silence: 'lapsed' } },
      granted: { type: 'final', meta: { title: text('许可'), ending: 'done' } },
      lapsed: { type: 'final', meta: { title: text('失效'), ending: 'refused' } },
    },
  },
};
