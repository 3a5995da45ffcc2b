import type { Text } from '#contracts';
import { DomainError } from '#platform';
import { migrate, planMigration, tasksOf, type Chart, type Migrated, type StepOutcome } from '#statechart';
import type { LoadedInstance, Plan } from './commands.js';
import type { RowWriter } from './effects.js';
import { OF_INSTANCES } from './step-statement.js';

/** Clocks that run on under a state's new name. A worker that has just claimed one looks again. */
export const TIMERS_RENAMED: RowWriter = {
  name: 'timers_renamed',
  columns: { instance_id: 'uuid', from_name: 'text', to_name: 'text', to_state: 'text' },
  statement: (from, written) => `
    UPDATE timers t SET name = r.to_name, payload = t.payload || jsonb_build_object('state', r.to_state), fence = t.fence + 1, lease_until = NULL
    FROM ${from('r')}
    WHERE ${written('r')} AND t.instance_id = ${OF_INSTANCES} AND t.instance_id = r.instance_id AND t.kind = 'after' AND t.name = r.from_name`,
};

/** A state's place in the older version and in the newer. */
export interface CarriedState {
  from: string;
  to: string;
}

/** What carries a case over to another version of its workflow. */
export interface Carriage extends Pick<Plan, 'chart' | 'renamed' | 'rows'> {
  outcome: StepOutcome;
  /** The active states that go on as they are, tasks and all. */
  carried: CarriedState[];
  /** Every state that is called otherwise in the newer version, active or not. */
  renamed: Record<string, string>;
}

/**
 * Carries a case over to another version, where `mapping` says how its states are called there. Clocks and tasks of states
 * that go on keep their deadlines; a state that asks other tasks in the newer version is asked anew. Refused with
 * `migration.impossible`, in words, where the case cannot stand in the newer version. This is a pure function.
 */
export function carriage(instance: LoadedInstance, to: Chart, mapping: Record<string, string>): Carriage {
  const from = instance.chart;
  const plan = planMigration(from, to, mapping);
  const answer = migrate(plan, from, to, instance.position);
  if ('refusals' in answer) throw impossible(instance, to, answer.refusals);
  const { moved, position, states, timersKept, timersSet, timersCancelled } = answer.migrated;
  const anew = moved.filter((state) => taskNames(from, state.from) !== taskNames(to, state.to));
  return {
    chart: to,
    outcome: {
      position,
      states,
      done: false,
      output: null,
      exited: anew.map((state) => state.from),
      entered: anew.map((state) => state.to),
      passed: [],
      effects: [],
      timersSet,
      timersCancelled,
      ...childrenOf(from, to, moved),
    },
    renamed: Object.fromEntries(Object.entries(plan.states).filter(([older, newer]) => older !== newer)),
    rows: { timers_renamed: renamedTimers(to, moved, timersKept) },
    carried: moved.filter((state) => !anew.includes(state)),
  };
}

/** Children go with their state; where only one of the versions has some, they are let go, or begin. */
function childrenOf(
  from: Chart,
  to: Chart,
  moved: CarriedState[],
): Pick<StepOutcome, 'childrenWanted' | 'childrenLeft'> {
  const specs = moved.map((state) => ({
    ...state,
    older: from.states.get(state.from)?.meta.children,
    newer: to.states.get(state.to)?.meta.children,
  }));
  return {
    childrenLeft: specs.flatMap(({ from: state, older, newer }) => (older && !newer ? [{ state, spec: older }] : [])),
    childrenWanted: specs.flatMap(({ to: state, older, newer }) => (newer && !older ? [{ state, spec: newer }] : [])),
  };
}

function taskNames(chart: Chart, state: string): string {
  return tasksOf(chart, state)
    .map(({ spec }) => spec.name)
    .sort()
    .join();
}

function renamedTimers(to: Chart, moved: CarriedState[], kept: Migrated['timersKept']): object[] {
  const renamed = kept.filter((timer) => timer.from !== timer.to);
  return renamed.map((timer) => ({
    from_name: timer.from,
    to_name: timer.to,
    to_state: moved.find((state) => timer.to.endsWith(`.${to.definition.machine.id}.${state.to}`))?.to ?? '',
  }));
}

function impossible(instance: LoadedInstance, to: Chart, why: Text[]): DomainError {
  const { version } = to.definition;
  return new DomainError('conflict', 'migration.impossible', {
    zh: `“${instance.title.zh}”不能转到第 ${version} 版：${why.map(({ zh }) => zh).join('')}`,
    en: `“${instance.title.en}” cannot go on under version ${version}: ${why.map(({ en }) => en).join(' ')}`,
  });
}
