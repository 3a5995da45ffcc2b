import type { Sql } from '#platform';
import type { JournalLine, ToldTask } from './happenings-of.js';

/** A place in the journal, in the order of transactions. */
export interface Place {
  xact: string;
  instanceId: string;
  seq: number;
}

/** Before everything that this transaction or a later one wrote. */
export function before(xact: string): Place {
  return { xact, instanceId: '00000000-0000-0000-0000-000000000000', seq: 0 };
}

/** What counts as later than an instant: transactions from one on, and those that were open then. */
export interface Since {
  firstXact: string;
  openXacts: string[];
}

/** The tenant's lines since an instant and after a place, those of transactions before `horizon`: of these no more can come. */
export async function linesAfter(
  sql: Sql,
  { tenantId, workflow, firstXact, openXacts }: Since & { tenantId: string; workflow: string | null },
  after: Place,
  horizon: string,
  limit: number,
): Promise<JournalLine[]> {
  return sql.query<JournalLine>(
    `SELECT j.xact, j.instance_id AS "instanceId", j.seq, j.at, j.kind, j.event, j.version, j.from_states AS "from", j.to_states AS "to",
       i.workflow, i.unit_id AS "unitId"
     FROM journal j JOIN instances i USING (instance_id)
     WHERE j.tenant_id = $1 AND (j.xact, j.instance_id, j.seq) > ($2::bigint, $3::uuid, $4::integer) AND j.xact < $5::bigint
       AND ($6::text IS NULL OR i.workflow = $6) AND (j.xact >= $8::bigint OR j.xact = ANY ($9::bigint[]))
     ORDER BY j.xact, j.instance_id, j.seq LIMIT $7`,
    [tenantId, after.xact, after.instanceId, after.seq, horizon, workflow, limit, firstXact, openXacts],
  );
}

const TOLD = `t.task_id AS "taskId", t.instance_id AS "instanceId", t.workflow, t.version, t.state, t.name, t.post, t.unit_id AS "unitId",
  t.opened_at AS "openedAt", nullif(t.due_at, 'infinity') AS "dueAt"`;

/** A task, and the line that opened it. */
type OpenedTask = ToldTask & { entry: number };

/** The tasks that lines opened, by case and line: `instanceId/seq`. */
export async function tasksOpenedBy(
  sql: Sql,
  tenantId: string,
  lines: readonly JournalLine[],
): Promise<Map<string, OpenedTask[]>> {
  const rows = await sql.query<OpenedTask>(
    `SELECT ${TOLD}, t.entry FROM unnest($2::uuid[], $3::integer[]) AS l (instance_id, seq)
     JOIN tasks t ON t.instance_id = l.instance_id AND t.entry = l.seq WHERE t.tenant_id = $1 ORDER BY t.task_id`,
    [tenantId, lines.map(({ instanceId }) => instanceId), lines.map(({ seq }) => seq)],
  );
  return Map.groupBy(rows, ({ instanceId, entry }) => `${instanceId}/${entry}`);
}

/** A place among tasks in the order of their deadlines. */
export interface Deadline {
  dueAt: Date;
  taskId: string;
}

/** After every task of the same deadline. */
export const LAST_TASK = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The open tasks of running cases that fell due after a place and up to an instant of the product's clock. */
export function tasksDueBetween(
  sql: Sql,
  { tenantId, workflow }: { tenantId: string; workflow: string | null },
  after: Deadline,
  upTo: Date,
  limit: number,
): Promise<ToldTask[]> {
  return sql.query<ToldTask>(
    `SELECT ${TOLD} FROM tasks t JOIN instances i USING (instance_id)
     WHERE t.tenant_id = $1 AND t.status = 'open' AND (t.due_at, t.task_id) > ($2::timestamptz, $3::uuid) AND t.due_at <= $4 AND i.status = 'running'
       AND ($5::text IS NULL OR t.workflow = $5)
     ORDER BY t.due_at, t.task_id LIMIT $6`,
    [tenantId, after.dueAt, after.taskId, upTo, workflow, limit],
  );
}
