import { Injectable } from '@nestjs/common';
import type { WorkingCalendar } from '#calendar';
import type { CasePage, CaseRow, TenantRef, Text, UnitRef, WorkflowDefinition } from '#contracts';
import { CalendarSource, DefinitionLibrary } from '#engine';
import { Organisation, Tenants } from '#organisation';
import { Clock, Database } from '#platform';
import type { Chart } from '#statechart';
import { decodeCursor, encodeCursor } from './cursor.js';
import { dueOf } from './dues.js';
import { readable } from './readable-fields.js';
import { readerIn, type Reader } from './reader.js';
import { sightOf } from './sight.js';

export interface CaseQuery {
  workflow: string;
  state: string | null;
  status: 'running' | 'suspended' | 'done' | null;
  unitId: string | null;
  /** Code of the reader's tenant or of one below it; null: all that the reader sees. */
  tenant: string | null;
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

/** What the rows of one tenant are shown with. */
interface Setting {
  reader: Reader;
  /** Null for the reader's own. */
  tenant: TenantRef | null;
  newest: Chart;
  calendar: WorkingCalendar;
  units: Map<string, UnitRef>;
}

/** Filtered by everything but the state. */
const ASKED = `i.workflow = $1 AND ($2::text IS NULL OR i.status = $2) AND ($3::uuid IS NULL OR i.unit_id = $3)
    AND ($4::text IS NULL OR i.title_zh ILIKE $4 OR i.title_en ILIKE $4)
    AND ($5::text IS NULL OR i.tenant_id = (SELECT tenant_id FROM tenants WHERE code = $5))`;

/** All cases of a workflow that a reader may see. */
@Injectable()
export class CaseList {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly organisation: Organisation,
    private readonly tenants: Tenants,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
  ) {}

  /** One page, in the order in which the cases were started, with how many stand in each state. */
  async page(reader: Reader, query: CaseQuery): Promise<CasePage> {
    const newest = await this.definitions.newest(reader.tenantId, query.workflow);
    const like = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null;
    const sight = sightOf(reader);
    const asked = [query.workflow, query.status, query.unitId, like, query.tenant];
    const seen = [...asked, ...sight.parameters];
    const isSeen = `${ASKED} AND ${sight.condition(asked.length + 1)}`;
    const [state, at, id, limit] = [1, 2, 3, 4].map((no) => `$${seen.length + no}`);
    const after = query.cursor ? decodeCursor(query.cursor) : null;
    const [rows, counts] = await Promise.all([
      this.database.query<Row>(
        `SELECT i.instance_id, i.tenant_id, i.version, i.title_zh, i.title_en, i.unit_id, i.states, i.status, i.ending, i.subject, i.started_at, i.ended_at,
           due.due_at, due.provisional, i.started_at::text AS sort_at
         FROM instances i
         LEFT JOIN LATERAL (SELECT due_at, provisional FROM tasks t WHERE t.instance_id = i.instance_id AND t.status = 'open' ORDER BY due_at LIMIT 1) due ON true
         WHERE ${isSeen} AND (${state}::text IS NULL OR ${state} = ANY (i.states)) AND (${at}::timestamptz IS NULL OR (i.started_at, i.instance_id) > (${at}, ${id}::uuid))
         ORDER BY i.started_at, i.instance_id LIMIT ${limit}`,
        [...seen, query.state, after?.at ?? null, after?.id ?? null, query.limit + 1],
      ),
      this.database.query<{ path: string; count: number }>(
        `SELECT path, count(*)::int AS count FROM instances i CROSS JOIN LATERAL unnest(i.states) AS s(path) WHERE ${isSeen} GROUP BY path`,
        seen,
      ),
    ]);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    const settings = await this.#settings(reader, query.workflow, page);
    const order = [...newest.states.keys()];
    return {
      rows: page.flatMap((row) => {
        const setting = settings.get(row.tenant_id);
        return setting ? [this.#row(row, query.workflow, setting)] : [];
      }),
      nextCursor: last ? encodeCursor(last.sort_at, last.instance_id) : null,
      states: counts
        .map((one) => ({ ...one, title: titleIn(newest, one.path) }))
        .sort((one, other) => order.indexOf(one.path) - order.indexOf(other.path)),
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
      states: row.states.map((path) => ({ path, title: titleIn(newest, path) })),
      status: row.status,
      ending: row.ending,
      unit: units.get(row.unit_id ?? '') ?? null,
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      due: dueOf(row.due_at, this.clock.now(), calendar, row.provisional ?? false),
      columns: columnsOf(newest.definition, row.subject, reader),
    };
  }

  /** Each tenant has its own definitions, calendar and units. */
  async #settings(reader: Reader, workflow: string, rows: readonly Row[]): Promise<Map<string, Setting>> {
    const byTenant = Map.groupBy(rows, (row) => row.tenant_id);
    const names = await this.tenants.refs(
      this.database,
      [...byTenant.keys()].filter((one) => one !== reader.tenantId),
    );
    const settings = [...byTenant].map(async ([tenantId, theirs]): Promise<[string, Setting]> => {
      const [newest, calendar, units] = await Promise.all([
        this.definitions.newest(tenantId, workflow),
        this.calendars.of(tenantId),
        this.organisation.refsByIds(
          this.database,
          tenantId,
          theirs.flatMap((row) => row.unit_id ?? []),
        ),
      ]);
      return [
        tenantId,
        { reader: readerIn(reader, tenantId), tenant: names.get(tenantId) ?? null, newest, calendar, units },
      ];
    });
    return new Map(await Promise.all(settings));
  }
}

function titleIn(chart: Chart, path: string): Text {
  return chart.states.get(path)?.meta.title ?? { zh: path, en: path };
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
