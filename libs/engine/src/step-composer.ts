import { Injectable } from '@nestjs/common';
import { resolveSpan, type WorkingCalendar } from '#calendar';
import { Clock, newId, type Sql } from '#platform';
import { begin, type Chart, type Position, type StepOutcome, type Subject } from '#statechart';
import { CalendarSource } from './calendar-source.js';
import { addedChildren, childrenAfter, childrenEvents } from './children.js';
import type { LoadedInstance, NewChild, Plan } from './commands.js';
import { DefinitionLibrary } from './definition-library.js';
import { Effects, type NewTimer, type StartCommand, type Step, type StepRows } from './effects.js';
import type { StepWrite } from './step-write.js';
import { storedText } from './stored-order.js';

/** A step asks for an effect that runs SQL of its own: it needs a transaction. */
export class NeedsTransaction extends Error {}

/** How long histories of a workflow are kept that does not say it: the ten years of ordinary files. */
export const RETENTION_MONTHS = 120;

/** Turns what a step decided into the rows that it writes. */
@Injectable()
export class StepComposer {
  constructor(
    private readonly definitions: DefinitionLibrary,
    private readonly effects: Effects,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
  ) {}

  /** The first step of a new case. Without a transaction, one whose effects run SQL throws `NeedsTransaction`. */
  async first(command: StartCommand, transaction: Sql | null, sql: Sql): Promise<StepWrite> {
    const chart = await this.definitions.newest(command.tenantId, command.workflow, sql);
    const at = this.clock.now();
    const instance: LoadedInstance = {
      instanceId: newId(),
      tenantId: command.tenantId,
      workflow: command.workflow,
      version: chart.definition.version,
      title: command.title,
      unitId: command.unitId,
      recordId: command.recordId,
      states: [],
      revision: 0,
      status: 'running',
      suspendedAt: null,
      startedAt: at,
      parent: command.parent ?? null,
      children: {},
      position: { value: null, history: {}, subject: {} },
      chart,
      asOf: null,
    };
    const outcome = begin(chart, command.subject);
    const plan: Plan = { event: null, name: 'start', kind: 'start', actor: command.actor };
    const write = await this.compose(instance, plan, command.subject, instance.position, outcome, transaction, sql);
    write.instance.startKey = command.key;
    write.instance.startedBy = command.actor.accountId;
    return write;
  }

  /** The rows of a step; runs the effects that have SQL of their own in the transaction. */
  async compose(
    instance: LoadedInstance,
    plan: Plan,
    given: Record<string, unknown>,
    position: Position,
    outcome: StepOutcome | null,
    transaction: Sql | null,
    sql: Sql,
  ): Promise<StepWrite> {
    const at = this.clock.now();
    const chart = plan.chart ?? instance.chart;
    const calendar = await this.calendars.of(instance.tenantId);
    const after = outcome?.position ?? position;
    const gathered: Required<StepRows> = {
      rows: { ...plan.rows },
      timers: [],
      timersGone: [...(plan.timersGone ?? [])],
      messages: [],
      events: [],
    };
    let step = stepOf(instance, plan, chart.definition.version, outcome, after.subject, at);
    for (const effect of outcome?.effects ?? []) {
      const own = this.effects.effect(effect.name);
      if (own && transaction === null) throw new NeedsTransaction();
      if (own && transaction)
        step = { ...step, subject: { ...step.subject, ...(await own.run(step, effect.params, transaction)) } };
      else this.#gatherEffect(gathered, step, effect);
    }
    for (const listener of this.effects.listeners) gather(gathered, listener.onStep(step, chart, calendar));
    const { subject } = step;

    const states = outcome?.states ?? instance.states;
    const status = plan.becomes?.status ?? (outcome?.done ? 'done' : instance.status);
    const write: StepWrite = {
      instance: {
        instanceId: instance.instanceId,
        tenantId: instance.tenantId,
        before: instance.revision,
        asOf: instance.asOf,
        workflow: instance.workflow,
        version: chart.definition.version,
        titleZh: instance.title.zh,
        titleEn: instance.title.en,
        unitId: unitOf(chart, subject) ?? instance.unitId,
        recordId: instance.recordId,
        states,
        value: after.value,
        history: after.history,
        subject,
        status,
        suspendedAt: status === 'suspended' ? (instance.suspendedAt ?? at) : null,
        ending:
          status === 'done' ? (plan.becomes?.ending ?? chart.states.get(states[0] ?? '')?.meta.ending ?? 'done') : null,
        output: outcome?.output ?? null,
        correlation: correlationOf(chart, subject),
        parent: instance.parent,
        children: childrenAfter(instance, outcome, plan),
        startedBy: null,
        startKey: '',
        at,
        timer: plan.timer ?? null,
        message: plan.message ?? null,
      },
      journal: {
        kind: plan.kind,
        event: plan.name,
        sent: plan.event,
        from: instance.states,
        to: states,
        actor: plan.actor,
        taskId: plan.taskId ?? null,
        opinion: plan.opinion ?? null,
        reason: plan.reason ?? null,
        given,
        changed: difference(instance.position.subject, subject),
        keepUntil: keepUntil(at, chart.definition.retention?.months ?? RETENTION_MONTHS),
      },
      timers: [...gathered.timers, ...chartTimers(instance, chart, outcome, subject, at, calendar)],
      timersCancelled: outcome?.timersCancelled ?? [],
      timersGone: gathered.timersGone,
      messages: gathered.messages,
      events: [...gathered.events, ...childrenEvents(step, outcome, status === 'done' ? instance.parent : null)],
      hears: hearsMessages(chart, instance),
      childrenCancelled: (outcome?.childrenLeft ?? [])
        .filter(({ spec }) => spec.rest === 'cancel')
        .map(({ state }) => instance.children[state]?.enteredAs ?? state),
      rows: gathered.rows,
      command: null,
      born: [],
    };
    for (const child of plan.children?.start ?? [])
      write.born.push(await this.#child(instance, child, plan, transaction, sql));
    return write;
  }

  #child(of: LoadedInstance, child: NewChild, plan: Plan, transaction: Sql | null, sql: Sql): Promise<StepWrite> {
    const { instanceId, state, entry, no } = child.parentage;
    return this.first(
      {
        tenantId: of.tenantId,
        workflow: child.workflow,
        title: child.title,
        unitId: of.unitId,
        recordId: null,
        subject: child.subject,
        actor: plan.actor,
        key: `child:${instanceId}:${state}:${entry}:${no}`,
        parent: child.parentage,
      },
      transaction,
      sql,
    );
  }

  #gatherEffect(
    gathered: Required<StepRows>,
    of: Step,
    effect: { name: string; params: Record<string, unknown> },
  ): void {
    const added = addedChildren(of, effect);
    if (added) gathered.events.push(added);
    for (const listener of added ? [] : this.effects.listeners) {
      const rows = listener.onEffect(of, effect);
      if (rows) {
        gather(gathered, rows);
        return;
      }
    }
    if (!added) throw new Error(`nothing carries out the effect ${effect.name} of ${of.workflow}`);
  }
}

function stepOf(
  instance: LoadedInstance,
  plan: Plan,
  version: number,
  outcome: StepOutcome | null,
  subject: Subject,
  at: Date,
): Step {
  return {
    tenantId: instance.tenantId,
    instanceId: instance.instanceId,
    workflow: instance.workflow,
    version,
    title: instance.title,
    recordId: instance.recordId,
    unitId: instance.unitId,
    seq: instance.revision + 1,
    at,
    actor: plan.actor,
    event: {
      type: plan.event ?? plan.name,
      ...(plan.opinion ? { opinion: plan.opinion } : {}),
      ...(plan.data ? { data: plan.data } : {}),
    },
    taskId: plan.taskId ?? null,
    subject,
    exited: outcome?.exited ?? [],
    entered: outcome?.entered ?? [],
  };
}

function chartTimers(
  instance: LoadedInstance,
  chart: Chart,
  outcome: StepOutcome | null,
  subject: Subject,
  at: Date,
  calendar: WorkingCalendar,
): NewTimer[] {
  return (outcome?.timersSet ?? []).map((set) => {
    const span = chart.definition.timers[set.timer];
    if (!span) throw new Error(`timer ${set.timer} of ${instance.workflow} is not defined`);
    return {
      kind: 'after',
      name: set.event,
      taskId: null,
      payload: { timer: set.timer, state: set.state },
      dueAt: resolveSpan(span, at, subject, calendar).dueAt,
    };
  });
}

/** Whose matter the case is, where the definition names a field for it. */
function unitOf({ definition }: Chart, subject: Subject): string | null {
  const named = definition.unit === undefined ? undefined : subject[definition.unit];
  return typeof named === 'string' ? named : null;
}

function correlationOf({ definition }: Chart, subject: Subject): string | null {
  const value = definition.correlation === undefined ? undefined : subject[definition.correlation];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** Messages come from outside, from children, and from a parent that does not wait any more. */
function hearsMessages({ definition }: Chart, { children, parent }: LoadedInstance): boolean {
  return definition.correlation !== undefined || parent !== null || Object.keys(children).length > 0;
}

/** First of the month in which the retention of an entry of this instant ends, by UTC. */
export function keepUntil(at: Date, months: number): string {
  const month = at.getUTCFullYear() * 12 + at.getUTCMonth() + months;
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

function gather(gathered: Required<StepRows>, added: StepRows): void {
  gathered.timers.push(...(added.timers ?? []));
  gathered.timersGone.push(...(added.timersGone ?? []));
  gathered.messages.push(...(added.messages ?? []));
  gathered.events.push(...(added.events ?? []));
  for (const [writer, rows] of Object.entries(added.rows ?? {}))
    gathered.rows[writer] = [...(gathered.rows[writer] ?? []), ...rows];
}

/** The fields of `after` that are not as they were; in which order an object names its keys is no difference. */
export function difference(before: Subject, after: Subject): Record<string, unknown> {
  const changed = Object.keys(after).filter((name) => !isSame(after[name], before[name]));
  return Object.fromEntries(changed.map((name) => [name, after[name]]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other || JSON.stringify(one) === JSON.stringify(other)) return true;
  const areObjects = typeof one === 'object' && one !== null && typeof other === 'object' && other !== null;
  return areObjects && storedText(one) === storedText(other);
}
