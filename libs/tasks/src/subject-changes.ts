import { Injectable } from '@nestjs/common';
import type { ChangesView, Field, Text, UnitRef } from '#contracts';
import { caseMissing, DefinitionLibrary } from '#engine';
import { Organisation } from '#organisation';
import { Database } from '#platform';
import { tasksOf, type Chart } from '#statechart';
import { Cases } from './cases.js';
import { mayReadField, readable } from './readable-fields.js';
import type { Reader } from './reader.js';

interface EntryRow {
  seq: number;
  at: Date;
  event: string;
  from_states: string[];
  actor_post: string | null;
  changed: Record<string, unknown>;
}

type Facts = Record<string, unknown>;

/** What a unit changed between its last submission and the one before, field by field, from the journal alone. */
@Injectable()
export class SubjectChanges {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly organisation: Organisation,
    private readonly cases: Cases,
  ) {}

  /** Empty where the unit has submitted only once; refused with `case.missing` where the case is not the reader's to see. */
  async read(asking: Reader, instanceId: string): Promise<ChangesView> {
    const reader = await this.cases.metBy(asking, instanceId);
    const [instance] = await this.database.query<{ workflow: string; version: number }>(
      `SELECT workflow, version FROM instances WHERE instance_id = $1`,
      [instanceId],
    );
    if (!instance) throw caseMissing();
    const entries = await this.database.query<EntryRow>(
      `SELECT seq, at, event, from_states, actor_post, changed FROM journal WHERE instance_id = $1 ORDER BY seq`,
      [instanceId],
    );
    const submissions = entries.filter((entry) => entry.actor_post === 'unit.operator' && entry.from_states.length > 0);
    const last = submissions.at(-1);
    const before = submissions
      .slice(0, -1)
      .findLast((entry) => entry.event === last?.event && entry.from_states.join() === last.from_states.join());
    if (!last || !before)
      return { since: before?.at.toISOString() ?? null, until: last?.at.toISOString() ?? null, groups: [] };
    const chart = await this.definitions.chart(reader.tenantId, instance.workflow, instance.version);
    const { definition } = chart;
    const asked = new Set(last.from_states.flatMap((state) => fieldsAsked(chart, state, last.event)));
    const [old, now] = [before.seq, last.seq].map((seq) =>
      readable(definition.fields, factsUpTo(entries, seq), reader),
    ) as [Facts, Facts];
    const units = await this.organisation.refsByIds(
      this.database,
      reader.tenantId,
      unitIds(definition.fields, old, now),
    );
    const changes = Object.entries(definition.fields).flatMap(([name, field]) => {
      if (!asked.has(name) || !mayReadField(field, reader)) return [];
      const [was, is] = [written(field, old[name], units), written(field, now[name], units)];
      return was === is ? [] : [{ title: field.title, before: was, after: is }];
    });
    return {
      since: before.at.toISOString(),
      until: last.at.toISOString(),
      groups: changes.length > 0 ? [{ title: definition.title, changes }] : [],
    };
  }
}

/** The fields that the unit itself filled in for an answer. */
function fieldsAsked(chart: Chart, state: string, outcome: string): string[] {
  const forms = tasksOf(chart, state).flatMap((task) => (task.spec.outcomes[outcome] ? [task.spec.form ?? ''] : []));
  return forms
    .flatMap((form) => chart.definition.forms[form]?.fields ?? [])
    .flatMap((one) => (one.readOnly ? [] : [one.field]));
}

function factsUpTo(entries: EntryRow[], seq: number): Facts {
  return Object.assign({}, ...entries.filter((entry) => entry.seq <= seq).map((entry) => entry.changed)) as Facts;
}

function unitIds(fields: Record<string, Field>, ...facts: Facts[]): string[] {
  const names = Object.entries(fields).flatMap(([name, field]) =>
    field.type === 'unit' || field.type === 'units' ? [name] : [],
  );
  return facts.flatMap((one) =>
    names.flatMap((name) => [one[name]].flat().filter((id): id is string => typeof id === 'string')),
  );
}

/** A value as people read it, in Chinese as it was entered; null where there is none. */
function written(field: Field, value: unknown, units: Map<string, UnitRef>): string | null {
  if (value === null || value === undefined || value === '') return null;
  switch (field.type) {
    case 'unit':
      return units.get(plain(value))?.name ?? null;
    case 'units':
      return (value as string[]).map((id) => units.get(id)?.name ?? id).join('、') || null;
    case 'choice':
      return (
        field.options.find((option) => option.value === value)?.title ?? ({ zh: plain(value), en: '' } satisfies Text)
      ).zh;
    case 'yesNo':
      return value === true ? '是' : '否';
    case 'list':
      return (
        (value as Facts[])
          .map((row) =>
            Object.entries(field.columns)
              .map(([name, column]) => written(column, row[name], units) ?? '')
              .join(' · '),
          )
          .join('\n') || null
      );
    default:
      return plain(value);
  }
}

function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
