import { Injectable } from '@nestjs/common';
import type { CasePage, CaseRow, Text, WorkflowDefinition } from '#contracts';
import { CalendarSource, DefinitionLibrary } from '#engine';
import { Organisation } from '#organisation';
import { Clock, Database } from '#platform';
import { decodeCursor, encodeCursor } from './cursor.js';
import { dueOf } from './dues.js';
import { readable } from './readable-fields.js';
import type { Reader } from './reader.js';
import { seenCase, sightOf } from './sight.js';

export interface CaseQuery {
  workflow: string;
  state: string | null;
  status: 'running' | 'suspended' | 'done' | null;
  unitId: string | null;
  q: string | null;
  cursor: string | null;
  limit: number;
}

interface Row {
  instance_id: string;
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

/** What the reader may see of a workflow's cases, filtered by everything but the state. */
const SEEN = `
  ${seenCase(1)} AND i.workflow = $5
    AND ($6::text IS NULL OR i.status = $6) AND ($7::uuid IS NULL OR i.unit_id = $7)
    AND ($8::text IS NULL OR i.title_zh ILIKE $8 OR i.title_en ILIKE $8)`;

/** All cases of a workflow that a reader may see. */
@Injectable()
export class CaseList {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly organisation: Organisation,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
  ) {}

  /** One page, in the order in which the cases were started, with how many stand in each state. */
  async page(reader: Reader, query: CaseQuery): Promise<CasePage> {
    const newest = await this.definitions.newest(reader.tenantId, query.workflow);
    const calendar = await this.calendars.of(reader.tenantId);
    const like = query.q ? `%${query.q.replace(/[\\%_]/g, '\\$&')}%` : null;
    const seen = [...sightOf(reader).parameters, query.workflow, query.status, query.unitId, like];
    const after = query.cursor ? decodeCursor(query.cursor) : null;
    const [rows, counts] = await Promise.all([
      this.database.query<Row>(
        `SELECT i.instance_id, i.version, i.title_zh, i.title_en, i.unit_id, i.states, i.status, i.ending, i.subject, i.started_at, i.ended_at,
           due.due_at, due.provisional, i.started_at::text AS sort_at
         FROM instances i
         LEFT JOIN LATERAL (SELECT due_at, provisional FROM tasks t WHERE t.instance_id = i.instance_id AND t.status = 'open' ORDER BY due_at LIMIT 1) due ON true
         WHERE ${SEEN} AND ($9::text IS NULL OR $9 = ANY (i.states)) AND ($10::timestamptz IS NULL OR (i.started_at, i.instance_id) > ($10, $11::uuid))
         ORDER BY i.started_at, i.instance_id LIMIT $12`,
        [...seen, query.state, after?.at ?? null, after?.id ?? null, query.limit + 1],
      ),
      this.database.query<{ path: string; count: number }>(
        `SELECT path, count(*)::int AS count FROM instances i CROSS JOIN LATERAL unnest(i.states) AS s(path) WHERE ${SEEN} GROUP BY path`,
        seen,
      ),
    ]);
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    const units = await this.organisation.refsByIds(
      this.database,
      reader.tenantId,
      page.flatMap((row) => row.unit_id ?? []),
    );
    const title = (path: string): Text => newest.states.get(path)?.meta.title ?? { zh: path, en: path };
    const now = this.clock.now();
    const order = [...newest.states.keys()];
    return {
      rows: page.map((row): CaseRow => ({
        instanceId: row.instance_id,
        workflow: query.workflow,
        title: { zh: row.title_zh, en: row.title_en },
        states: row.states.map((path) => ({ path, title: title(path) })),
        status: row.status,
        ending: row.ending,
        unit: units.get(row.unit_id ?? '') ?? null,
        startedAt: row.started_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
        due: dueOf(row.due_at, now, calendar, row.provisional ?? false),
        columns: columnsOf(newest.definition, row.subject, reader),
      })),
      nextCursor: last ? encodeCursor(last.sort_at, last.instance_id) : null,
      states: counts
        .map((one) => ({ ...one, title: title(one.path) }))
        .sort((one, other) => order.indexOf(one.path) - order.indexOf(other.path)),
      total: counts
        .filter((one) => query.state === null || one.path === query.state)
        .reduce((sum, one) => sum + one.count, 0),
    };
  }
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
