import { Injectable } from '@nestjs/common';
import type { ActorRef, FieldChange, HistoryEntry, JournalKind, Post, Text } from '#contracts';
import { caseMissing, DefinitionLibrary, stateTitle } from '#engine';
import { Actors, Organisation, postTitle } from '#organisation';
import { Database } from '#platform';
import { eventTitle, resolveTarget, targetsOf, withAncestors, type Chart } from '#statechart';
import { Cases } from './cases.js';
import { readable } from './readable-fields.js';
import type { Reader } from './reader.js';

interface EntryRow {
  seq: number;
  at: Date;
  kind: JournalKind;
  event: string;
  from_states: string[];
  to_states: string[];
  actor_id: string | null;
  actor_post: Post | null;
  actor_unit: string | null;
  opinion: string | null;
  reason: string | null;
  changed: Record<string, unknown>;
  task_state: string | null;
  task_unit: string | null;
  outcome: string | null;
  answer: Record<string, unknown> | null;
}

/** What happened to a case, from its journal: who, in which post, when, with which opinion, and what it changed. */
@Injectable()
export class Histories {
  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly organisation: Organisation,
    private readonly actors: Actors,
    private readonly cases: Cases,
  ) {}

  /** The whole history, oldest first; refused with `case.missing` where the case is not the reader's to see. */
  async read(asking: Reader, instanceId: string): Promise<HistoryEntry[]> {
    const reader = await this.cases.metBy(asking, instanceId);
    const [instance] = await this.database.query<{ workflow: string; version: number }>(
      `SELECT workflow, version FROM instances WHERE instance_id = $1`,
      [instanceId],
    );
    if (!instance) throw caseMissing();
    const chart = await this.definitions.chart(reader.tenantId, instance.workflow, instance.version);
    const rows = await this.database.query<EntryRow>(
      `SELECT j.seq, j.at, j.kind, j.event, j.from_states, j.to_states, j.actor_id, j.actor_post, j.actor_unit, j.opinion, j.reason, j.changed, t.state AS task_state,
         t.unit_id AS task_unit, t.outcome, t.answer
       FROM journal j LEFT JOIN tasks t ON t.task_id = j.task_id WHERE j.instance_id = $1 AND j.tenant_id = $2 ORDER BY j.seq`,
      [instanceId, reader.tenantId],
    );
    const [actors, units] = await Promise.all([
      this.actors.named(this.database, reader.tenantId, distinct(rows.map((row) => row.actor_id))),
      this.organisation.refsByIds(
        this.database,
        reader.tenantId,
        distinct(rows.flatMap((row) => [row.actor_unit, row.task_unit])),
      ),
    ]);
    const known: Record<string, unknown> = {};
    return rows.map((row) => {
      const changed = row.kind === 'answer' ? (row.answer ?? {}) : row.changed;
      const changes = changesOf(chart, known, readable(chart.definition.fields, changed, reader));
      Object.assign(known, readable(chart.definition.fields, row.changed, reader));
      return {
        seq: row.seq,
        at: row.at.toISOString(),
        kind: row.kind,
        event: row.event,
        title: titleOf(chart, row),
        from: row.from_states.map((path) => stateTitle(chart, path)),
        to: row.to_states.map((path) => stateTitle(chart, path)),
        fromPaths: row.from_states,
        toPaths: row.to_states,
        actor: inPost(actors.get(row.actor_id ?? ''), row.actor_post),
        unit: units.get(row.actor_unit ?? row.task_unit ?? '') ?? null,
        opinion: row.opinion,
        reason: row.reason,
        changes,
      };
    });
  }
}

/** Lines that no outcome of the definition names. */
const KINDS: Partial<Record<JournalKind, Text>> = {
  start: { zh: '立项', en: 'Started' },
  child: { zh: '子事项', en: 'Child cases' },
  suspend: { zh: '暂停', en: 'Suspended' },
  resume: { zh: '恢复', en: 'Resumed' },
  cancel: { zh: '撤销', en: 'Cancelled' },
  modify: { zh: '调整环节', en: 'Moved to another step' },
  restart: { zh: '重新办理', en: 'Restarted from a past step' },
  migrate: { zh: '转入新版流程', en: 'Moved to another version' },
};

/** What an administrator gave up after its last attempt. */
const GIVEN_UP: Record<string, Text> = {
  'timer.given-up': { zh: '放弃失效的期限', en: 'Gave up a failed deadline' },
  'message.given-up': { zh: '放弃未送达的消息', en: 'Gave up an undelivered message' },
};

function changesOf(chart: Chart, known: Record<string, unknown>, changed: Record<string, unknown>): FieldChange[] {
  return Object.entries(changed).flatMap(([field, after]) => {
    const title = chart.definition.fields[field]?.title;
    return title ? [{ field, title, before: known[field] ?? null, after }] : [];
  });
}

function titleOf(chart: Chart, row: EntryRow): Text {
  const named = GIVEN_UP[row.event] ?? KINDS[row.kind];
  if (named) return named;
  if (row.kind === 'timer') return timerTitle(chart, row);
  const state =
    chart.states.get(row.task_state ?? '') ?? row.from_states.map((path) => chart.states.get(path)).find(Boolean);
  const answered = state?.meta.tasks?.map((task) => task.outcomes[row.outcome ?? '']?.title).find(Boolean);
  return answered ?? eventTitle(state, row.event);
}

/** The words that the definition has for the way a delay led; else that time was up. */
function timerTitle(chart: Chart, row: EntryRow): Text {
  const { id } = chart.definition.machine;
  for (const path of row.from_states.flatMap(withAncestors)) {
    const taken = targetsOf(chart.states.get(path)?.config.after?.[row.event]).find((target) => {
      const to = resolveTarget(id, path, target.target);
      return to !== null && row.to_states.some((state) => state === to || state.startsWith(`${to}.`));
    });
    if (taken?.meta?.title) return taken.meta.title;
  }
  return row.from_states.join() === row.to_states.join()
    ? { zh: '期限已到', en: 'Time was up' }
    : { zh: '期限已到，自动转入下一环节', en: 'Time was up: moved on by itself' };
}

function distinct(ids: (string | null)[]): string[] {
  return [...new Set(ids.filter((id): id is string => id !== null))];
}

/** Who acted, in the post that counted then. */
function inPost(actor: ActorRef | undefined, post: Post | null): ActorRef | null {
  if (!actor) return null;
  return post ? { ...actor, post: postTitle(post) } : actor;
}
