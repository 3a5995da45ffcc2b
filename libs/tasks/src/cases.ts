import { Injectable } from '@nestjs/common';
import type { WorkingCalendar } from '#calendar';
import {
  deskOf,
  type ActView,
  type CaseView,
  type Form,
  type FormView,
  type Offer,
  type OpenTask,
  type OutcomeSpec,
  type TaskSpec,
  type TaskView,
  type Text,
  type UnitRef,
} from '#contracts';
import { CalendarSource, caseMissing, DefinitionLibrary, Effects } from '#engine';
import { Actors, Organisation, postTitle, Tenants } from '#organisation';
import { Clock, Database } from '#platform';
import { actsOf, isFilled, refusal, tasksOf, type Chart, type Position } from '#statechart';
import { dueOf } from './dues.js';
import { actorAt, readerIn, type Reader } from './reader.js';
import { readable } from './readable-fields.js';
import { sightOf } from './sight.js';

interface InstanceRow {
  instance_id: string;
  workflow: string;
  version: number;
  title_zh: string;
  title_en: string;
  unit_id: string | null;
  record_id: string | null;
  states: string[];
  value: unknown;
  history: Record<string, unknown>;
  subject: Record<string, unknown>;
  revision: number;
  status: 'running' | 'suspended' | 'done';
  ending: CaseView['ending'];
  started_by: string | null;
  started_at: Date;
  ended_at: Date | null;
}

interface TaskRow {
  task_id: string;
  state: string;
  name: string;
  desk: string;
  post: TaskSpec['people']['post'];
  unit_id: string | null;
  opened_at: Date;
  due_at: Date | number;
  provisional: boolean;
  draft: Record<string, unknown> | null;
  draft_revision: number;
}

/** One case as a reader may see it, made from its definition. */
@Injectable()
export class Cases {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly effects: Effects,
    private readonly organisation: Organisation,
    private readonly actors: Actors,
    private readonly tenants: Tenants,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
  ) {}

  /** The case with everything the reader may do; refused with `case.missing` where it is not theirs to see. */
  async read(asking: Reader, instanceId: string): Promise<CaseView> {
    const reader = await this.metBy(asking, instanceId);
    const [row] = await this.database.query<InstanceRow>(
      `SELECT * FROM instances WHERE instance_id = $1 AND tenant_id = $2`,
      [instanceId, reader.tenantId],
    );
    if (!row) throw caseMissing();
    const chart = await this.definitions.chart(reader.tenantId, row.workflow, row.version);
    const isOpen = row.status !== 'suspended';
    const source = this.effects.sourceOf(row.workflow);
    const fresh =
      source && row.record_id
        ? await source.read(this.database, { tenantId: reader.tenantId, recordId: row.record_id })
        : {};
    const subject = { ...row.subject, ...fresh };
    const position: Position = { value: row.value, history: row.history, subject };
    const seen = readable(chart.definition.fields, subject, reader);
    const calendar = await this.calendars.of(reader.tenantId);
    const tasks = await this.#openTasks(reader, instanceId);
    const units = await this.#units(reader, row, seen, chart, tasks);
    const starter = row.started_by
      ? (await this.actors.named(this.database, reader.tenantId, [row.started_by])).get(row.started_by)
      : undefined;
    const waits = await this.#waits(instanceId);
    const isHome = reader.tenantId === asking.tenantId;
    return {
      instanceId,
      tenant: isHome ? null : await this.tenants.ref(this.database, reader.tenantId),
      workflow: row.workflow,
      version: row.version,
      workflowTitle: chart.definition.title,
      title: { zh: row.title_zh, en: row.title_en },
      status: row.status,
      ending: row.ending,
      states: row.states.map((path) => ({
        path,
        title: titleOf(chart, path),
        wait: chart.states.get(path)?.meta.wait ?? null,
        until: waits.get(path)?.toISOString() ?? null,
      })),
      revision: row.revision,
      unit: units.get(row.unit_id ?? '') ?? null,
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString() ?? null,
      startedBy: starter ?? null,
      facts: Object.keys(chart.definition.fields).flatMap((field) =>
        isFilled(seen[field]) ? [{ field, value: seen[field] }] : [],
      ),
      fields: chart.definition.fields,
      units: [...units.values()],
      // While a case stands still there is nothing to do; whose turn it is stays to be seen in `openTasks`.
      myTasks: isOpen ? tasks.flatMap((task) => this.#myTask(reader, task, row, chart, position, units, calendar)) : [],
      acts: isOpen ? this.#acts(reader, row, chart, position) : [],
      openTasks: tasks.flatMap((task) => this.#openTask(task, chart, units, calendar)),
      panel: panelOf(chart),
      recordId: row.record_id,
    };
  }

  /** The reader as the case's tenant meets them; refused with `case.missing` where it is not theirs to see: another unit's, in which they have no part. */
  async metBy(reader: Reader, instanceId: string): Promise<Reader> {
    const sight = sightOf(reader);
    const [seen] = await this.database.query<{ tenantId: string }>(
      `SELECT i.tenant_id AS "tenantId" FROM instances i WHERE i.instance_id = $1 AND i.tenant_id = ANY ($2) AND ${sight.condition(3)}`,
      [instanceId, sight.tenantIds, ...sight.parameters],
    );
    if (!seen) throw caseMissing();
    return readerIn(reader, seen.tenantId);
  }

  /** Refuses with `case.missing` what is not the reader's to act on, as far as it can be told from what they see: nothing of a tenant below is. */
  async mustSee(reader: Reader, instanceId: string): Promise<void> {
    if ((await this.metBy(reader, instanceId)).tenantId !== reader.tenantId) throw caseMissing();
  }

  /** What was typed into a task that was taken back goes on in the one that takes its place, unless one between them has used it. */
  #openTasks(reader: Reader, instanceId: string): Promise<TaskRow[]> {
    return this.database.query<TaskRow>(
      `SELECT t.task_id, t.state, t.name, t.desk, t.post, t.unit_id, t.opened_at, t.due_at, t.provisional,
         CASE WHEN t.draft_revision = 0 THEN former.draft ELSE t.draft END AS draft, t.draft_revision
       FROM tasks t
       LEFT JOIN LATERAL (
         SELECT f.draft FROM tasks f
         WHERE f.instance_id = t.instance_id AND f.name = t.name AND f.desk = t.desk AND f.entry < t.entry
           AND (f.status = 'done' OR f.status = 'cancelled' AND f.draft_revision > 0)
         ORDER BY f.entry DESC, f.status = 'done' DESC LIMIT 1) former ON t.draft_revision = 0
       WHERE t.instance_id = $1 AND t.tenant_id = $2 AND t.status = 'open' ORDER BY t.due_at, t.task_id`,
      [instanceId, reader.tenantId],
    );
  }

  async #waits(instanceId: string): Promise<Map<string, Date>> {
    const rows = await this.database.query<{ state: string; due_at: Date }>(
      `SELECT payload ->> 'state' AS state, min(due_at) AS due_at FROM timers WHERE instance_id = $1 AND kind = 'after' GROUP BY 1`,
      [instanceId],
    );
    return new Map(rows.map((row) => [row.state, row.due_at]));
  }

  #units(
    reader: Reader,
    row: InstanceRow,
    subject: Record<string, unknown>,
    chart: Chart,
    tasks: TaskRow[],
  ): Promise<Map<string, UnitRef>> {
    const named = Object.entries(chart.definition.fields).flatMap(([name, field]) =>
      field.type === 'unit' || field.type === 'units' ? [subject[name]].flat() : [],
    );
    const ids = [row.unit_id, ...named, ...tasks.map((task) => task.unit_id)].filter(
      (id): id is string => typeof id === 'string' && id !== '',
    );
    return this.organisation.refsByIds(this.database, reader.tenantId, [...new Set(ids)]);
  }

  #myTask(
    reader: Reader,
    task: TaskRow,
    row: InstanceRow,
    chart: Chart,
    position: Position,
    units: Map<string, UnitRef>,
    calendar: WorkingCalendar,
  ): TaskView[] {
    const spec = specOf(chart, task);
    if (!spec || !actorAt(reader, task.desk)) return [];
    return [
      {
        taskId: task.task_id,
        name: task.name,
        title: spec.title,
        state: task.state,
        stateTitle: titleOf(chart, task.state),
        unit: units.get(task.unit_id ?? '') ?? null,
        panel: spec.panel ?? null,
        form: formView(chart, spec.form, readable(chart.definition.fields, position.subject, reader)),
        outcomes: Object.entries(spec.outcomes).map(([event, outcome]) => ({
          ...offer(event, outcome),
          refused: spec.joint || outcome.sends === false ? null : whyNot(chart, position, row.states, event, spec.form),
        })),
        draft: task.draft ?? {},
        draftRevision: task.draft_revision,
        openedAt: task.opened_at.toISOString(),
        due: dueOf(task.due_at, this.clock.now(), calendar, task.provisional),
      },
    ];
  }

  #openTask(task: TaskRow, chart: Chart, units: Map<string, UnitRef>, calendar: WorkingCalendar): OpenTask[] {
    const spec = specOf(chart, task);
    if (!spec) return [];
    return [
      {
        taskId: task.task_id,
        title: spec.title,
        state: task.state,
        post: postTitle(task.post),
        unit: units.get(task.unit_id ?? '') ?? null,
        openedAt: task.opened_at.toISOString(),
        due: dueOf(task.due_at, this.clock.now(), calendar, task.provisional),
      },
    ];
  }

  #acts(reader: Reader, row: InstanceRow, chart: Chart, position: Position): ActView[] {
    return actsOf(chart, row.states).flatMap(({ event, spec }) => {
      const unit = spec.people.of ? position.subject[spec.people.of] : null;
      if (!actorAt(reader, deskOf(spec.people.post, typeof unit === 'string' ? unit : null))) return [];
      const { form } = spec;
      return [
        {
          ...offer(event, spec),
          refused: whyNot(chart, position, row.states, event, form),
          form: formView(chart, form, readable(chart.definition.fields, position.subject, reader)),
        },
      ];
    });
  }
}

/** A guard that turns on what this very form asks cannot be judged before the form is answered. */
function whyNot(
  chart: Chart,
  position: Position,
  states: string[],
  event: string,
  form: string | undefined,
): Text | null {
  const asked = (chart.definition.forms[form ?? '']?.fields ?? [])
    .filter((one) => !one.readOnly)
    .map((one) => one.field);
  return refusal(chart, position, states, event, new Set(asked));
}

function specOf(chart: Chart, task: { state: string; name: string }): TaskSpec | undefined {
  return tasksOf(chart, task.state).find((one) => one.spec.name === task.name)?.spec;
}

function offer(event: string, outcome: OutcomeSpec): Omit<Offer, 'refused'> {
  const { title, style, needs, confirm, bulk, sends, stays } = outcome;
  return {
    event,
    title,
    ...(style && { style }),
    ...(needs && { needs }),
    ...(confirm && { confirm }),
    ...(bulk && { bulk }),
    ...(sends === false && { sends }),
    ...(stays && { stays }),
  };
}

function formView(chart: Chart, name: string | undefined, subject: Readonly<Record<string, unknown>>): FormView | null {
  const form: Form | undefined = name === undefined ? undefined : chart.definition.forms[name];
  if (!form) return null;
  return {
    fields: form.fields,
    values: Object.fromEntries(form.fields.map((one) => [one.field, subject[one.field] ?? null])),
  };
}

function titleOf(chart: Chart, path: string): Text {
  return chart.states.get(path)?.meta.title ?? { zh: path, en: path };
}

function panelOf(chart: Chart): string | null {
  for (const state of chart.states.values())
    for (const task of state.meta.tasks ?? []) if (task.panel) return task.panel;
  return null;
}
