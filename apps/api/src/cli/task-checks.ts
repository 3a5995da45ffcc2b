import type { PageCheck, StoredCase, TableCheck, Violation } from '#engine';
import type { Sql } from '#platform';
import { activeStates, tasksOf, type PlacedTask } from '#statechart';

interface TaskRow {
  instance_id: string;
  state: string;
  name: string;
  status: 'open' | 'done' | 'cancelled';
  outcome: string | null;
}

const NO_TASK = {
  zh: '请由管理员把事项改到同一环节，使待办重新产生。',
  en: 'An administrator moves the case into the same state, so that its tasks open again.',
};
const TAKE_BACK = { zh: '把这一待办改为已撤回即可。', en: 'Set that task to cancelled.' };

/** What active states ask of people and nobody has on his desk. */
const missingTasks: PageCheck = {
  async violations(sql: Sql, cases: readonly StoredCase[]): Promise<Violation[]> {
    const running = cases.filter((stored) => stored.status !== 'done');
    const rows = await sql.query<TaskRow>(
      `SELECT DISTINCT ON (instance_id, state, name, desk) instance_id, state, name, status, outcome FROM tasks
       WHERE instance_id = ANY($1::uuid[]) ORDER BY instance_id, state, name, desk, entry DESC, status DESC`,
      [running.map((stored) => stored.instance_id)],
    );
    const ofCases = Map.groupBy(rows, (row) => row.instance_id);
    return running.flatMap((stored) => {
      const own = ofCases.get(stored.instance_id) ?? [];
      return asked(stored)
        .filter((task) => task.spec.each !== true && !isCaredFor(task, own))
        .map(({ state, spec }): Violation => ({
          invariant: 'I4',
          instanceId: stored.instance_id,
          what: {
            zh: `环节 ${state} 要求办理“${spec.title.zh}”，却没有人有这项待办。`,
            en: `The state ${state} asks for “${spec.title.en}”, but nobody has that task.`,
          },
          mend: NO_TASK,
        }));
    });
  },
};

function asked(stored: StoredCase): PlacedTask[] {
  const chart = stored.charts.get(stored.version);
  return chart ? activeStates(stored.states).flatMap((state) => tasksOf(chart, state)) : [];
}

/** Somebody has it, or has answered it in a way that the chart does not hear of. */
function isCaredFor({ state, spec }: PlacedTask, rows: readonly TaskRow[]): boolean {
  return rows.some(
    (row) =>
      row.state === state &&
      row.name === spec.name &&
      (row.status === 'open' || (row.status === 'done' && spec.outcomes[row.outcome ?? '']?.sends === false)),
  );
}

export const taskPages: PageCheck[] = [missingTasks];

/** Checks of tasks against their cases. */
export const taskTables: TableCheck[] = [
  {
    invariant: 'I4',
    what: {
      zh: '待办 {name} 还开着，它的环节却不在办理中。',
      en: 'The task {name} is open, but its state is not active.',
    },
    mend: TAKE_BACK,
    statement: `SELECT t.instance_id, t.state || ' / ' || t.name AS name FROM tasks t LEFT JOIN instances i USING (instance_id)
      WHERE t.status = 'open' AND ($1::uuid IS NULL OR t.tenant_id = $1) AND (i.instance_id IS NULL OR i.status = 'done'
        OR NOT EXISTS (SELECT FROM unnest(i.states) AS leaf WHERE leaf = t.state OR starts_with(leaf, t.state || '.')))`,
  },
  {
    invariant: 'I4',
    what: { zh: '待办 {name} 在同一岗位开着两份。', en: 'The task {name} is open twice on one desk.' },
    mend: TAKE_BACK,
    statement: `SELECT instance_id, state || ' / ' || name AS name FROM tasks WHERE status = 'open' AND ($1::uuid IS NULL OR tenant_id = $1)
      GROUP BY instance_id, state, name, desk HAVING count(*) > 1`,
  },
  {
    invariant: 'I5',
    what: { zh: '催办 {name} 所属的待办已不在办理中。', en: 'The reminder {name} belongs to no open task.' },
    mend: { zh: '核对后删除这一行即可。', en: 'Look at it and delete that row.' },
    statement: `SELECT t.instance_id, t.name FROM timers t LEFT JOIN tasks k ON k.task_id = t.task_id
      WHERE t.kind = 'rung' AND ($1::uuid IS NULL OR t.tenant_id = $1) AND k.status IS DISTINCT FROM 'open'`,
  },
];
