import type { Sql } from '#platform';
import type { Chart } from '#statechart';
import type { InstanceStatus } from '../commands.js';
import type { DefinitionLibrary } from '../definition-library.js';
import type { ChildrenRun } from '../parentage.js';
import type { JournalLine } from './folded.js';

/** Which cases are checked; all of the database where nothing is said. */
export interface Scope {
  tenantId: string | null;
  instanceId: string | null;
}

/** One case with everything that its history must account for. */
export interface StoredCase {
  instance_id: string;
  tenant_id: string;
  workflow: string;
  version: number;
  states: string[];
  value: unknown;
  history: Record<string, unknown>;
  subject: Record<string, unknown>;
  revision: number;
  status: InstanceStatus;
  suspended_at: Date | null;
  ending: string | null;
  ended_at: Date | null;
  children: Record<string, ChildrenRun>;
  lines: JournalLine[];
  timers: { name: string; held: boolean; dead: boolean }[];
  /** By version; undefined where it was never published. */
  charts: Map<number, Chart | undefined>;
}

const CASES = 500;
const LINES = 5_000;

const PAGE = `
  SELECT * FROM (
    SELECT instance_id, tenant_id, workflow, version, states, value, history, subject, revision, status, suspended_at, ending, ended_at, children,
      sum(revision) OVER (ORDER BY instance_id) - revision AS lines_before
    FROM (SELECT * FROM instances WHERE ($1::uuid IS NULL OR instance_id > $1) AND ($2::uuid IS NULL OR tenant_id = $2)
      AND ($3::uuid IS NULL OR instance_id = $3) ORDER BY instance_id LIMIT $4) next) page
  WHERE lines_before < $5 ORDER BY instance_id`;

/** Reads the cases in portions whose histories together fit into memory; the snapshot is the caller's. */
export async function* casePages(sql: Sql, scope: Scope, definitions: DefinitionLibrary): AsyncGenerator<StoredCase[]> {
  let after: string | null = null;
  for (;;) {
    const rows: StoredCase[] = await sql.query(PAGE, [after, scope.tenantId, scope.instanceId, CASES, LINES]);
    const last = rows.at(-1);
    if (!last) return;
    after = last.instance_id;
    yield await filled(sql, rows, definitions);
  }
}

async function filled(sql: Sql, rows: StoredCase[], definitions: DefinitionLibrary): Promise<StoredCase[]> {
  const ids = rows.map((row) => row.instance_id);
  const lines = await sql.query<JournalLine & { instance_id: string }>(
    `SELECT instance_id, seq, kind, sent, version, from_states, to_states, given, changed FROM journal
     WHERE instance_id = ANY($1::uuid[]) ORDER BY instance_id, seq`,
    [ids],
  );
  const timers = await sql.query<{ instance_id: string; name: string; held: boolean; dead: boolean }>(
    `SELECT instance_id, name, held, dead FROM timers WHERE kind = 'after' AND instance_id = ANY($1::uuid[]) ORDER BY name`,
    [ids],
  );
  const linesOf = Map.groupBy(lines, (line) => line.instance_id);
  const timersOf = Map.groupBy(timers, (timer) => timer.instance_id);
  const cases: StoredCase[] = [];
  for (const row of rows) {
    const own = linesOf.get(row.instance_id) ?? [];
    cases.push({
      ...row,
      lines: own,
      timers: timersOf.get(row.instance_id) ?? [],
      charts: await chartsOf(sql, row, own, definitions),
    });
  }
  return cases;
}

async function chartsOf(
  sql: Sql,
  row: StoredCase,
  lines: readonly JournalLine[],
  definitions: DefinitionLibrary,
): Promise<Map<number, Chart | undefined>> {
  const charts = new Map<number, Chart | undefined>();
  for (const version of new Set([row.version, ...lines.map((line) => line.version)]))
    // A version that is missing or cannot be compiled is a finding, not a reason to stop.
    charts.set(version, await definitions.chart(row.tenant_id, row.workflow, version, sql).catch(() => undefined));
  return charts;
}
