import {
  migrate,
  moveTo,
  begin,
  planMigration,
  timerEvent,
  activeStates,
  type Chart,
  type Position,
} from '#statechart';
import type { Folded, JournalLine } from './folded.js';

/**
 * How a case stands after it was carried over to another version; null where the newer version has no such states. Which
 * state became which is read off the line: what is remembered for history states of other names cannot be, and stays as
 * it was. This is a pure function.
 */
export function foldMigration(
  folded: Folded,
  line: JournalLine,
  from: Chart,
  to: Chart,
): Pick<Folded, 'position' | 'timers' | 'children'> | null {
  const plan = planMigration(from, to, mappingOf(folded.states, line.to_states));
  const answer = migrate(plan, from, to, folded.position);
  const children = new Map(
    [...folded.children].flatMap(([state, run]) => {
      const target = plan.states[state] ?? state;
      return to.states.get(target)?.meta.children ? [[target, run] as const] : [];
    }),
  );
  for (const state of activeStates(line.to_states))
    if (to.states.get(state)?.meta.children && !children.has(state))
      children.set(state, { entry: line.seq, over: false });
  if ('migrated' in answer) {
    const { position, timersKept, timersSet } = answer.migrated;
    const kept = timersKept.filter((timer) => folded.timers.has(timer.from)).map((timer) => timer.to);
    return { position, timers: new Set([...kept, ...timersSet.map((timer) => timer.event)]), children };
  }
  const position = standing(to, folded.position, line.to_states);
  return position && { position, timers: new Set(delaysOf(to, line.to_states)), children };
}

function standing(to: Chart, before: Position, leaves: string[]): Position | null {
  const value = moveTo(to, begin(to, before.subject).position, leaves)?.position.value;
  return value === undefined ? null : { ...before, value };
}

/** State by state, with those around them, as far as the two lists go side by side. */
function mappingOf(before: readonly string[], after: readonly string[]): Record<string, string> {
  if (before.length !== after.length) return {};
  const pairs = before.flatMap((older, index): [string, string][] => {
    const [one, other] = [older.split('.'), (after[index] ?? '').split('.')];
    if (one.length !== other.length) return [[older, other.join('.')]];
    return one.map((_, depth) => [one.slice(0, depth + 1).join('.'), other.slice(0, depth + 1).join('.')]);
  });
  return Object.fromEntries(pairs.filter(([older, newer]) => older !== newer));
}

/** The chart events of all delays of the states that are active where the leaves are these. */
function delaysOf(chart: Chart, leaves: string[]): string[] {
  return activeStates(leaves).flatMap((state) =>
    Object.keys(chart.states.get(state)?.config.after ?? {}).map((timer) =>
      timerEvent(chart.definition.machine.id, timer, state),
    ),
  );
}
