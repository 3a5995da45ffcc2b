import { Injectable } from '@nestjs/common';
import type { WorkingCalendar } from '#calendar';
import { MOST_COUNTED, type InboxPage, type InboxRow, type InboxTab, type Text, type UnitRef } from '#contracts';
import { CalendarSource, DefinitionLibrary } from '#engine';
import { Organisation } from '#organisation';
import { Clock, Database } from '#platform';
import { tasksOf, type Chart } from '#statechart';
import { decodeCursor, encodeCursor } from './cursor.js';
import { dueOf, nearUntil } from './dues.js';
import { desksOf, unitsOf, type Reader } from './reader.js';

/** What the reader asks of the inbox; everything but `tab` and `limit` may be missing. */
export interface InboxQuery {
  tab: InboxTab;
  q: string | null;
  workflow: string | null;
  state: string | null;
  due: 'overdue' | 'near' | null;
  cursor: string | null;
  limit: number;
}

interface Row {
  task_id: string | null;
  instance_id: string;
  workflow: string;
  version: number;
  state: string | null;
  name: string | null;
  states: string[];
  status: 'running' | 'suspended' | 'done';
  ending: string | null;
  title_zh: string;
  title_en: string;
  unit_id: string | null;
  opened_at: Date;
  due_at: Date | number | null;
  provisional: boolean;
  done_at: Date | null;
  outcome: string | null;
  revision: number;
  sort_at: string;
}

const OPEN_PAGE = `
  SELECT p.task_id, p.instance_id, p.workflow, p.version, p.state, p.name, i.states, i.status, i.ending, i.title_zh, i.title_en, i.unit_id, p.opened_at, p.due_at,
    p.provisional, NULL::timestamptz AS done_at, NULL::text AS outcome, i.revision, p.due_at::text AS sort_at
  FROM (
    SELECT page.* FROM unnest($2::text[]) AS mine(desk) CROSS JOIN LATERAL (
      SELECT t.task_id, t.instance_id, t.workflow, t.version, t.state, t.name, t.opened_at, t.due_at, t.provisional
      FROM tasks t
      WHERE t.tenant_id = $1 AND t.desk = mine.desk AND t.status = 'open'
        AND ($3::timestamptz IS NULL OR (t.due_at, t.task_id) > ($3, $4::uuid))
        AND ($5::text IS NULL OR t.workflow = $5) AND ($6::text IS NULL OR t.state = $6)
        AND ($7::timestamptz IS NULL OR t.due_at >= $7) AND ($8::timestamptz IS NULL OR t.due_at <= $8)
        AND ($9::text IS NULL OR EXISTS (SELECT FROM instances s WHERE s.instance_id = t.instance_id AND (s.title_zh ILIKE $9 OR s.title_en ILIKE $9)))
      ORDER BY t.due_at, t.task_id LIMIT $10) page
    ORDER BY page.due_at, page.task_id LIMIT $10) p
  JOIN instances i USING (instance_id) ORDER BY p.due_at, p.task_id`;

const DONE_PAGE = `
  SELECT t.task_id, t.instance_id, t.workflow, t.version, t.state, t.name, i.states, i.status, i.ending, i.title_zh, i.title_en, i.unit_id, t.opened_at, t.due_at,
    t.provisional, t.done_at, t.outcome, i.revision, t.done_at::text AS sort_at
  FROM tasks t JOIN instances i USING (instance_id)
  WHERE t.tenant_id = $1 AND t.done_by = $2 AND t.status = 'done'
    AND ($3::timestamptz IS NULL OR (t.done_at, t.task_id) < ($3, $4::uuid))
    AND ($5::text IS NULL OR t.workflow = $5) AND ($6::text IS NULL OR t.state = $6)
    AND ($7::text IS NULL OR i.title_zh ILIKE $7 OR i.title_en ILIKE $7)
  ORDER BY t.done_at DESC, t.task_id DESC LIMIT $8`;

const STARTED_PAGE = `
  SELECT NULL::uuid AS task_id, i.instance_id, i.workflow, i.version, NULL::text AS state, NULL::text AS name, i.states, i.status, i.ending, i.title_zh, i.title_en,
    i.unit_id, i.started_at AS opened_at, NULL::timestamptz AS due_at, false AS provisional, i.ended_at AS done_at, i.ending AS outcome,
    i.revision, i.started_at::text AS sort_at
  FROM instances i
  WHERE i.tenant_id = $1 AND (i.started_by = $2 OR i.unit_id = ANY ($3::uuid[]))
    AND ($4::timestamptz IS NULL OR (i.started_at, i.instance_id) < ($4, $5::uuid))
    AND ($6::text IS NULL OR i.workflow = $6) AND ($7::text IS NULL OR $7 = ANY (i.states))
    AND ($8::text IS NULL OR i.title_zh ILIKE $8 OR i.title_en ILIKE $8)
  ORDER BY i.started_at DESC, i.instance_id DESC LIMIT $9`;

interface OpenCount {
  workflow: string;
  version: number;
  state: string;
  open: number;
  overdue: number;
  near: number;
}

const OPEN_COUNTS = `
  SELECT workflow, version, state, count(*)::int AS open, (count(*) FILTER (WHERE due_at < $3))::int AS overdue,
    (count(*) FILTER (WHERE due_at >= $3 AND due_at <= $4))::int AS near
  FROM tasks WHERE tenant_id = $1 AND desk = ANY ($2) AND status = 'open' GROUP BY workflow, version, state`;

/** What is behind somebody grows for ever: it is counted no further than is worth knowing. */
const OTHER_COUNTS = `
  SELECT (SELECT count(*)::int FROM (SELECT FROM tasks WHERE tenant_id = $1 AND done_by = $2 AND status = 'done' LIMIT $4) d) AS done,
    (SELECT count(*)::int FROM (
      (SELECT instance_id FROM instances WHERE tenant_id = $1 AND started_by = $2 LIMIT $4)
      UNION (SELECT instance_id FROM instances WHERE tenant_id = $1 AND unit_id = ANY ($3::uuid[]) LIMIT $4) LIMIT $4) s) AS started`;

/** One person's work: what is to be done, what was done, and what was started. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly organisation: Organisation,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
  ) {}

  /** One page of a tab, most urgent first (待办) or newest first, with the counts of all tabs. */
  async page(reader: Reader, query: InboxQuery): Promise<InboxPage> {
    const calendar = await this.calendars.of(reader.tenantId);
    const now = this.clock.now();
    const [rows, counted] = await Promise.all([
      this.#rows(reader, query, now, calendar),
      this.#counts(reader, now, calendar),
    ]);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    const units = await this.organisation.refsByIds(
      this.database,
      reader.tenantId,
      page.flatMap((row) => row.unit_id ?? []),
    );
    return {
      rows: await Promise.all(page.map((row) => this.#view(reader, row, query.tab, units, now, calendar))),
      nextCursor: last ? encodeCursor(last.sort_at, last.task_id ?? last.instance_id) : null,
      ...counted,
    };
  }

  async #rows(reader: Reader, query: InboxQuery, now: Date, calendar: WorkingCalendar): Promise<Row[]> {
    const after = query.cursor ? decodeCursor(query.cursor) : null;
    const like = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null;
    const common = [after?.at ?? null, after?.id ?? null, query.workflow, query.state];
    if (query.tab === 'done')
      return this.database.query<Row>(DONE_PAGE, [reader.tenantId, reader.accountId, ...common, like, query.limit + 1]);
    if (query.tab === 'started') {
      return this.database.query<Row>(STARTED_PAGE, [
        reader.tenantId,
        reader.accountId,
        unitsOf(reader),
        ...common,
        like,
        query.limit + 1,
      ]);
    }
    const from = query.due === 'near' ? now : null;
    const until =
      query.due === 'overdue' ? new Date(now.getTime() - 1) : query.due === 'near' ? nearUntil(now, calendar) : null;
    return this.database.query<Row>(OPEN_PAGE, [
      reader.tenantId,
      desksOf(reader),
      ...common,
      from,
      until,
      like,
      query.limit + 1,
    ]);
  }

  async #counts(reader: Reader, now: Date, calendar: WorkingCalendar): Promise<Pick<InboxPage, 'counts' | 'facets'>> {
    const [open, [rest]] = await Promise.all([
      this.database.query<OpenCount>(OPEN_COUNTS, [reader.tenantId, desksOf(reader), now, nearUntil(now, calendar)]),
      this.database.query<{ done: number; started: number }>(OTHER_COUNTS, [
        reader.tenantId,
        reader.accountId,
        unitsOf(reader),
        MOST_COUNTED + 1,
      ]),
    ]);
    const sum = (of: (row: OpenCount) => number): number => open.reduce((total, row) => total + of(row), 0);
    return {
      counts: {
        todo: sum((row) => row.open),
        overdue: sum((row) => row.overdue),
        near: sum((row) => row.near),
        done: rest?.done ?? 0,
        started: rest?.started ?? 0,
      },
      facets: await this.#facets(reader, open),
    };
  }

  async #facets(reader: Reader, open: OpenCount[]): Promise<InboxPage['facets']> {
    const workflows = new Map<string, { workflow: string; title: Text; count: number }>();
    const states = new Map<string, { workflow: string; state: string; title: Text; count: number }>();
    for (const row of open) {
      const chart = await this.definitions.chart(reader.tenantId, row.workflow, row.version);
      const workflow = workflows.get(row.workflow) ?? {
        workflow: row.workflow,
        title: chart.definition.title,
        count: 0,
      };
      const key = `${row.workflow}/${row.state}`;
      const state = states.get(key) ?? {
        workflow: row.workflow,
        state: row.state,
        title: stateTitle(chart, row.state),
        count: 0,
      };
      workflows.set(row.workflow, { ...workflow, count: workflow.count + row.open });
      states.set(key, { ...state, count: state.count + row.open });
    }
    return { workflows: [...workflows.values()], states: [...states.values()] };
  }

  async #view(
    reader: Reader,
    row: Row,
    tab: InboxTab,
    units: Map<string, UnitRef>,
    now: Date,
    calendar: WorkingCalendar,
  ): Promise<InboxRow> {
    const chart = await this.definitions.chart(reader.tenantId, row.workflow, row.version);
    const spec = tasksOf(chart, row.state ?? '').find((task) => task.spec.name === row.name)?.spec;
    const where = row.state ?? row.states[0] ?? '';
    const standing = standingOf(row);
    return {
      instanceId: row.instance_id,
      taskId: row.task_id,
      workflow: row.workflow,
      workflowTitle: chart.definition.title,
      title: { zh: row.title_zh, en: row.title_en },
      ask: spec?.title ?? stateTitle(chart, where),
      state: where,
      stateTitle: stateTitle(chart, tab === 'todo' ? where : (row.states[0] ?? where)),
      unit: units.get(row.unit_id ?? '') ?? null,
      openedAt: row.opened_at.toISOString(),
      doneAt: row.done_at?.toISOString() ?? null,
      outcome: spec?.outcomes[row.outcome ?? '']?.title ?? null,
      due: tab === 'todo' && standing === null ? dueOf(row.due_at, now, calendar, row.provisional) : null,
      standing,
      bulk: Object.entries(spec?.outcomes ?? {})
        .filter(([, outcome]) => tab === 'todo' && standing === null && outcome.bulk === true)
        .map(([event, outcome]) => ({
          event,
          title: outcome.title,
          style: outcome.style ?? 'plain',
          needs: outcome.needs ?? [],
        })),
      revision: row.revision,
    };
  }
}

function standingOf({ status, ending }: Row): InboxRow['standing'] {
  if (status === 'suspended') return 'suspended';
  return ending === 'cancelled' ? 'cancelled' : null;
}

function stateTitle(chart: Chart, state: string): Text {
  return chart.states.get(state)?.meta.title ?? { zh: state, en: state };
}
