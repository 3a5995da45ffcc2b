import type { Ending, Happening, JournalKind } from '#contracts';
import type { Chart } from '#statechart';

/** A line of the journal, with what is told of its case. */
export interface JournalLine {
  xact: string;
  instanceId: string;
  seq: number;
  at: Date;
  kind: JournalKind;
  event: string;
  version: number;
  from: string[];
  to: string[];
  workflow: string;
  unitId: string | null;
}

/** A task as a receiver is told of it. */
export interface ToldTask {
  taskId: string;
  instanceId: string;
  workflow: string;
  version: number;
  state: string;
  name: string;
  post: string;
  unitId: string | null;
  openedAt: Date;
  /** Null: nothing is due. */
  dueAt: Date | null;
}

/** One message: ids, names, states and times; neither people nor what they wrote. */
export interface Told {
  type: Happening | 'webhook.test';
  timestamp: string;
  data: Record<string, unknown>;
}

/** One that tells of what happened. */
export interface Happened extends Told {
  type: Happening;
}

/** What one line of the journal tells, in the order in which it came about; `tasks` are those that it opened. This is a pure function. */
export function happeningsOf(line: JournalLine, tasks: readonly ToldTask[], chart: Chart): Happened[] {
  const { instanceId, workflow, version, unitId, seq, kind, event, from, to } = line;
  const timestamp = line.at.toISOString();
  const ofCase = { caseId: instanceId, workflow, version, unitId };
  const ending = endingOf(line, chart);
  return [
    {
      type: kind === 'start' ? 'case.started' : 'case.stepped',
      timestamp,
      data: { ...ofCase, seq, kind, event, from, to },
    },
    ...tasks.map((task): Happened => ({ type: 'task.opened', timestamp, data: taskFacts(task) })),
    ...(ending === null ? [] : [{ type: 'case.ended', timestamp, data: { ...ofCase, seq, ending } } as const]),
  ];
}

/** A task that is open beyond its deadline. This is a pure function. */
export function overdue(task: ToldTask): Happened {
  return { type: 'task.overdue', timestamp: (task.dueAt ?? task.openedAt).toISOString(), data: taskFacts(task) };
}

/** How the case ended with this line; null: it did not. */
function endingOf({ kind, to }: JournalLine, chart: Chart): Ending | null {
  if (kind === 'cancel') return 'cancelled';
  const states = to.map((path) => chart.states.get(path));
  return states.every((state) => state?.config.type === 'final') ? (states[0]?.meta.ending ?? 'done') : null;
}

function taskFacts({ instanceId, openedAt, dueAt, ...task }: ToldTask): Record<string, unknown> {
  return {
    caseId: instanceId,
    ...task,
    openedAt: openedAt.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
  };
}
