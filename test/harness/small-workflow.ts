import type { Field, StateConfig, Text, WorkflowDefinition } from '#contracts';

/** A text that says the same in both languages. */
export const words = (word: string): Text => ({ zh: word, en: word });

/** Fields of a case, by what they hold. */
export const field = {
  number: (title: string): Field => ({ type: 'number', title: words(title) }),
  yesNo: (title: string): Field => ({ type: 'yesNo', title: words(title) }),
  text: (title: string): Field => ({ type: 'text', maxLength: 100, title: words(title) }),
  units: (title: string): Field => ({ type: 'units', title: words(title) }),
  list: (title: string, ...columns: string[]): Field => ({
    type: 'list',
    maxItems: 99,
    columns: Object.fromEntries(
      columns.map((column): [string, Field] => [column, { type: 'text', maxLength: 100, title: words(column) }]),
    ),
    title: words(title),
  }),
};

/** The smallest workflow around some states; the first state is the initial one, where nothing else is said. */
export function smallWorkflow(
  workflow: string,
  machine: { states: Record<string, StateConfig> } & Partial<WorkflowDefinition['machine']>,
  more: Partial<Omit<WorkflowDefinition, 'workflow' | 'machine'>> = {},
): WorkflowDefinition {
  const [initial = ''] = Object.keys(machine.states);
  return {
    workflow,
    version: 1,
    title: words(workflow),
    purpose: words(workflow),
    fields: {},
    forms: {},
    timers: {},
    ladders: {},
    columns: [],
    ...more,
    machine: {
      id: workflow,
      ...(machine.type !== 'parallel' && { initial }),
      ...machine,
      states: titled(machine.states),
    },
  };
}

/** The states with what a definition must say of each: its title, and where nobody is asked, what it waits for. */
function titled(states: Record<string, StateConfig>): Record<string, StateConfig> {
  return Object.fromEntries(
    Object.entries(states).map(([name, state]): [string, StateConfig] => {
      const title = words(name);
      const isWait = !state.states && state.type !== 'final' && !state.meta?.tasks && !state.meta?.children;
      const waits = { ...(isWait && { wait: title }), ...(!state.states && !state.after && { noDeadline: title }) };
      const isSaid = state.type === 'final' || state.type === 'history';
      return [
        name,
        {
          ...state,
          ...(state.type !== 'history' && { meta: { title, ...(isSaid ? {} : waits), ...state.meta } }),
          ...(state.states && { states: titled(state.states) }),
        },
      ];
    }),
  );
}
