import type { MachineConfig, StateConfig, Text, WorkflowDefinition } from '#contracts';
import type { StepOutcome } from './outcome.js';
import { begin, compile, step, type Chart } from './step.js';
import type { Subject } from './condition.js';

/** A text that says the same in both languages. */
export const words = (word: string): Text => ({ zh: word, en: word });

/** The smallest workflow around some states: two timers, and a field of each type that guards compare. */
export function small(
  machine: Partial<MachineConfig> & { states: Record<string, StateConfig> },
  more: Partial<WorkflowDefinition> = {},
): WorkflowDefinition {
  return {
    workflow: 'small',
    version: 1,
    title: words('小流程'),
    purpose: words('小流程'),
    fields: {
      count: { type: 'number', title: words('次数') },
      ready: { type: 'yesNo', title: words('齐备') },
      kind: {
        type: 'choice',
        title: words('类别'),
        options: [
          { value: 'main', title: words('主要') },
          { value: 'other', title: words('其他') },
        ],
      },
      note: { type: 'text', maxLength: 100, title: words('说明') },
      on: { type: 'date', title: words('日期') },
      unitId: { type: 'unit', title: words('单位') },
      unitIds: { type: 'units', title: words('各单位') },
      rows: {
        type: 'list',
        maxItems: 9,
        columns: { note: { type: 'text', maxLength: 9, title: words('行') } },
        title: words('表'),
      },
      answers: {
        type: 'list',
        maxItems: 9,
        columns: { note: { type: 'text', maxLength: 9, title: words('答') } },
        title: words('答复'),
      },
      year: { type: 'number', title: words('年') },
    },
    forms: {},
    timers: { short: { workingDays: 3 }, long: { calendarDays: 30 } },
    ladders: {},
    columns: [],
    ...more,
    machine: { id: 'small', ...machine },
  };
}

/** The chart around some states. */
export function chartOf(machine: Parameters<typeof small>[0]): Chart {
  return compile(small(machine));
}

/** Sends events one after the other; fails where one is refused. Each position goes through JSON, as when it is stored. */
export function sent(chart: Chart, subject: Subject, ...events: string[]): StepOutcome {
  let outcome = begin(chart, subject);
  for (const type of events) {
    const stored = JSON.parse(JSON.stringify(outcome.position)) as StepOutcome['position'];
    const next = step(chart, stored, { type });
    if (!next) throw new Error(`${type} was refused in ${outcome.states.join()}`);
    outcome = next;
  }
  return outcome;
}
