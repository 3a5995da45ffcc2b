import { Injectable } from '@nestjs/common';
import type { CasePage, CaseRow, Text, WorkflowDefinition } from '#contracts';
import { Clock, Database } from '#platform';
import type { Chart } from '#statechart';
import { CaseSettings, type Setting } from './case-settings.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { dueOf } from './dues.js';
import { readable } from './readable-fields.js';
import type { Reader } from './reader.js';
import { sightOf } from './sight.js';

export interface CaseQuery {
  workflow: string;
  state: string | null;
  status: 'running' | 'suspended' | 'done' | null;
  unitId: string | null;
  /** The reader's tenant or one below it; null: all that the reader sees. */
  tenantId: string | null;
  q: string | null;
  cursor: string | null;
  limit: number;
}

interface Row {
  instance_id: string;
  tenant_id: string;
  version: number;
  title_zh: string;
  title_en: string;
  unit_id: string | null;
  states: string[];
  status: 'running' | 'suspended' | 'done';
  ending: CaseRow['ending'];
  subject: Record<string, unknown>;
  started_at: Date;
  ended_at: Date | null;
  due_at: Date | number | null;
  provisional: boolean | null;
  sort_at: string;
}

/** How many cases stand in a state, and one of the tenants in which some do. */
interface Count {
  path: string;
  count: number;
  tenant_id: string;
}

/** Filtered by everything but the state. */
const ASKED = `i.workflow = $1 AND ($2::text IS NULL OR i.status = $2) AND ($3::uuid IS NULL OR i.unit_id = $3)
    AND ($4::text IS NULL OR i.title_zh ILIKE $4 OR i.title_en ILIKE $4)`;

/** All cases of a workflow that a reader may see. */
@Injectable()
export class CaseList {
  constructor(
    private readonly database: Database,
    private readonly settings: CaseSettings,
    private readonly clock: Clock,
  ) {}

  /** One page, in the order in which the cases were started, with how many stand in each state. */
  async page(reader: Reader, query: CaseQuery): Promise<CasePage> {
    const { workflow, tenantId } = query;
    const like = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null;
    const sight = sightOf(reader);
    const within = sight.tenantIds.filter((one) => tenantId === null || one === tenantId);
    const seen = [workflow, query.status, query.unitId, like, within, ...sight.parameters];
    const isSeen = `${ASKED} AND ${sight.condition(6)}`;
    const [state, at, id, limit] = [1, 2, 3, 4].map((no) => `$${seen.length + no}`);
    const after = query.cursor ? decodeCursor(query.cursor) : null;
    const [versions, rows, counts] = await Promise.all([
      this.settings.versions(sight.tenantIds, workflow),
      // Of each tenant the first of its index, then of these the first.
      this.database.query<Row>(
        `SELECT page.*, due.due_at, due.provisional
         FROM (
           SELECT of_one.* FROM unnest($5::uuid[]) AS seen(tenant_id) CROSS JOIN LATERAL (
             SELECT i.instance_id, i.tenant_id, i.version, i.title_zh, i.title_en, i.unit_id, i.states, i.status, i.ending, i.subject, i.started_at, i.ended_at,
               i.started_at::text AS sort_at
             FROM instances i
             WHERE i.tenant_id = seen.tenant_id AND ${isSeen} AND (${state}::text IS NULL OR ${state} = ANY (i.states))
               AND (${at}::timestamptz IS NULL OR (i.started_at, i.instance_id) > (${at}, ${id}::uuid))
             ORDER BY i.started_at, i.instance_id LIMIT ${limit}) of_one
           ORDER BY of_one.started_at, of_one.instance_id LIMIT ${limit}) page
         LEFT JOIN LATERAL (SELECT due_at, provisional FROM tasks t WHERE t.instance_id = page.instance_id AND t.status = 'open' ORDER BY due_at LIMIT 1) due ON true
         ORDER BY page.started_at, page.instance_id`,
        [...seen, query.state, after?.at ?? null, after?.id ?? null, query.limit + 1],
      ),
      this.database.query<Count>(
        `SELECT path, count(*)::int AS count, any_value(i.tenant_id) AS tenant_id
         FROM instances i CROSS JOIN LATERAL unnest(i.states) AS s(path) WHERE i.tenant_id = ANY ($5::uuid[]) AND ${isSeen} GROUP BY path`,
        seen,
      ),
    ]);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    const named = [...page, ...counts].map((one) => one.tenant_id);
    // A workflow that only tenants below have is known by theirs; what nobody has is refused.
    const isKnown = versions.has(reader.tenantId) || versions.size === 0;
    const charts = await this.settings.charts(isKnown ? [reader.tenantId, ...named] : named, workflow, versions);
    const settings = await this.settings.of(reader, charts, page);
    return {
      rows: page.flatMap((row) => {
        const setting = settings.get(row.tenant_id);
        return setting ? [this.#row(row, workflow, setting)] : [];
      }),
      nextCursor: last ? encodeCursor(last.sort_at, last.instance_id) : null,
      states: inOrder(counts, [...charts.values()]),
      total: counts
        .filter((one) => query.state === null || one.path === query.state)
        .reduce((sum, one) => sum + one.count, 0),
    };
  }

  #row(row: Row, workflow: string, { reader, tenant, newest, calendar, units }: Setting): CaseRow {
    return {
      instanceId: row.instance_id,
      tenant,
      workflow,
      title: { zh: row.title_zh, en: row.title_en },
      states: row.states.map((path) => ({ path, title: titleIn([newest], path) })),
      status: row.status,
      ending: row.ending,
      unit: units.get(row.unit_id ?? '') ?? null,
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      due: dueOf(row.due_at, this.clock.now(), calendar, row.provisional ?? false),
      columns: columnsOf(newest.definition, row.subject, reader),
    };
  }
}

/** The states with their titles, in the order of the reader's own workflow, then of those of the tenants below. */
function inOrder(counts: readonly Count[], charts: readonly Chart[]): CasePage['states'] {
  const order = [...new Set(charts.flatMap((chart) => [...chart.states.keys()]))];
  return counts
    .map(({ path, count }) => ({ path, count, title: titleIn(charts, path) }))
    .sort((one, other) => order.indexOf(one.path) - order.indexOf(other.path));
}

/** What the first of the charts that has the state calls it. */
function titleIn(charts: readonly Chart[], path: string): Text {
  const known = charts.find((chart) => chart.states.has(path));
  return known?.states.get(path)?.meta.title ?? { zh: path, en: path };
}

/** The columns of the list as the reader may see them; null where a field is empty or not theirs to read. */
function columnsOf(
  { fields, columns }: WorkflowDefinition,
  subject: Row['subject'],
  reader: Reader,
): CaseRow['columns'] {
  const seen = readable(fields, subject, reader);
  return Object.fromEntries(columns.map((field) => [field, seen[field] ?? null]));
}
