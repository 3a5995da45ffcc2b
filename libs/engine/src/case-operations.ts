import { Injectable } from '@nestjs/common';
import type { WorkingCalendar } from '#calendar';
import { Clock, DomainError, type Sql } from '#platform';
import { activeStates, moveTo, type StepOutcome, type Subject } from '#statechart';
import { CalendarSource } from './calendar-source.js';
import { carriage } from './case-migration.js';
import type { InstanceCommand, LoadedInstance, Plan, StepResult } from './commands.js';
import { DefinitionLibrary } from './definition-library.js';
import { Effects, type Actor, type TimerMatch } from './effects.js';
import { Engine } from './engine.js';
import { positionAt } from './fold.js';
import type { CommandKey } from './idempotency.js';
import { caseEnded } from './refusals.js';

/** An administrator's hand on one case; every one says why. */
export interface Operation {
  tenantId: string;
  instanceId: string;
  actor: Actor;
  reason: string;
  /** The revision that the administrator saw. */
  revision?: number;
  key: CommandKey;
}

/** What administrators do to a case beside its chart. Each is one step with its own line of history. */
@Injectable()
export class CaseOperations {
  constructor(
    private readonly engine: Engine,
    private readonly effects: Effects,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
    private readonly definitions: DefinitionLibrary,
  ) {}

  /** Ends a case from outside: its tasks, timers and children end with it. Refused with `case.ended` where it has ended. */
  cancel(operation: Operation): Promise<StepResult> {
    return this.#run(
      operation,
      (instance) => Promise.resolve(this.cancelPlan(instance, operation.actor, operation.reason)),
      { whileSuspended: true },
    );
  }

  /** As `cancel`, for a step that has another cause, too. */
  cancelPlan(instance: LoadedInstance, actor: Actor, reason: string | null): Plan {
    if (instance.status === 'done') throw caseEnded(instance);
    const exited = activeStates(instance.states);
    const childrenLeft = exited.flatMap((state) => {
      const spec = instance.chart.states.get(state)?.meta.children;
      return spec ? [{ state, spec }] : [];
    });
    return {
      event: null,
      name: 'cancel',
      kind: 'cancel',
      actor,
      reason,
      outcome: {
        position: instance.position,
        states: instance.states,
        done: true,
        output: {},
        exited,
        entered: [],
        passed: [],
        effects: [],
        timersSet: [],
        timersCancelled: [],
        childrenWanted: [],
        childrenLeft,
      },
      becomes: { status: 'done', ending: 'cancelled' },
      rows: { timers_ended: [{}] },
    };
  }

  /** Lets a case stand still: nothing can be done and no clock counts. Refused where it has ended, or stands still. */
  suspend(operation: Operation): Promise<StepResult> {
    return this.#run(
      operation,
      (instance) => {
        if (instance.status === 'done') throw caseEnded(instance);
        if (instance.status === 'suspended') throw alreadySuspended();
        return Promise.resolve({
          ...plain('suspend', operation),
          becomes: { status: 'suspended' },
          rows: { timers_held: [{}] },
        });
      },
      { whileSuspended: true },
    );
  }

  /** Lets a suspended case go on: every deadline moves by the working days for which it stood still. */
  resume(operation: Operation): Promise<StepResult> {
    return this.#run(
      operation,
      async (instance, sql) => {
        const since = instance.suspendedAt;
        if (instance.status !== 'suspended' || since === null) throw notSuspended();
        const calendar = await this.calendars.of(instance.tenantId);
        const moved = shift(calendar, since, this.clock.now());
        const rows: Record<string, object[]> = { timers_freed: await timersOf(sql, instance.instanceId, moved) };
        for (const listener of this.effects.listeners)
          Object.assign(rows, await listener.onResume?.(sql, instance.instanceId, moved));
        return { ...plain('resume', operation), becomes: { status: 'running' }, rows };
      },
      { whileSuspended: true },
    );
  }

  /**
   * Puts a case into other states (one for each region), whatever the chart's transitions say. Refused with
   * `states.impossible`, and with `case.suspended` until it is resumed.
   */
  modify(operation: Operation & { states: string[]; subject?: Record<string, unknown> }): Promise<StepResult> {
    return this.#run(operation, (instance) => {
      if (instance.status === 'done') throw caseEnded(instance);
      const given = operation.subject ?? {};
      return Promise.resolve({ ...plain('modify', operation), given, ...jumped(instance, given, operation.states) });
    });
  }

  /**
   * Begins again where a past step of the history had led, with what was known then; an ended case runs again. Refused
   * with `step.missing`, and with `case.suspended` until it is resumed.
   */
  restart(operation: Operation & { seq: number }): Promise<StepResult> {
    return this.#run(operation, async (instance, sql) => {
      const past = await positionAt(sql, instance.instanceId, operation.seq);
      if (!past) throw stepMissing(operation.seq);
      const given = { ...unknownThen(instance, past.subject), ...past.subject };
      const jump = jumped(instance, given, past.states);
      return {
        ...plain('restart', operation),
        given,
        ...jump,
        ...(jump.outcome.done ? {} : { becomes: { status: 'running' } }),
      };
    });
  }

  /**
   * Lets a case go on under another version of its workflow; `mapping` says how its states are called there, where that
   * has changed. Refused with `migration.impossible`, and with `case.suspended` until it is resumed.
   */
  migrate(operation: Operation & { version: number; mapping?: Record<string, string> }): Promise<StepResult> {
    return this.#run(operation, async (instance, sql) => {
      if (instance.status === 'done') throw caseEnded(instance);
      const { tenantId, workflow, version } = instance;
      if (version === operation.version) throw sameVersion(version);
      const to = await this.definitions.chart(tenantId, workflow, operation.version, sql);
      const { carried, ...plan } = carriage(instance, to, operation.mapping ?? {});
      const rows = { ...plan.rows };
      const timersGone: TimerMatch[] = [];
      for (const listener of this.effects.listeners) {
        const added = listener.onMigrate?.({
          states: carried,
          left: plan.outcome.exited,
          renamed: plan.renamed,
          to,
        });
        Object.assign(rows, added?.rows);
        timersGone.push(...(added?.timersGone ?? []));
      }
      return { ...plain('migrate', operation), ...plan, rows, timersGone };
    });
  }

  #run(
    operation: Operation,
    plan: InstanceCommand['plan'],
    when: { whileSuspended?: boolean } = {},
  ): Promise<StepResult> {
    return this.engine.run({
      tenantId: operation.tenantId,
      instanceId: operation.instanceId,
      ...(operation.revision !== undefined && { revision: operation.revision }),
      key: operation.key,
      ...when,
      plan,
    });
  }
}

function plain(kind: 'suspend' | 'resume' | 'modify' | 'restart' | 'migrate', operation: Operation): Plan {
  return { event: null, name: kind, kind, actor: operation.actor, reason: operation.reason };
}

/** What was found out since: it is not known any more. */
function unknownThen(instance: LoadedInstance, past: Subject): Subject {
  const since = Object.keys(instance.position.subject).filter((field) => !Object.hasOwn(past, field));
  return Object.fromEntries(since.map((field) => [field, null]));
}

function jumped(instance: LoadedInstance, given: Subject, states: string[]): { outcome: StepOutcome } {
  const subject = { ...instance.position.subject, ...given };
  const outcome = moveTo(instance.chart, { ...instance.position, subject }, states);
  if (!outcome) throw statesImpossible(states);
  return { outcome };
}

/** A moment moves by the working days between the two instants, and keeps its time of the day. This is a pure function. */
export function shift(calendar: WorkingCalendar, since: Date, until: Date): (dueAt: Date) => Date {
  const days = Math.max(0, calendar.workingDaysBetween(since, until));
  return (dueAt) => {
    const endOfDay = calendar.addCalendarDays(dueAt, 0);
    return new Date(calendar.addWorkingDays(dueAt, days).getTime() - (endOfDay.getTime() - dueAt.getTime()));
  };
}

async function timersOf(sql: Sql, instanceId: string, moved: (dueAt: Date) => Date): Promise<object[]> {
  const rows = await sql.query<{ timer_id: string; due_at: Date }>(
    `SELECT timer_id, due_at FROM timers WHERE instance_id = $1`,
    [instanceId],
  );
  return rows.map((row) => ({ timer_id: row.timer_id, due_at: moved(row.due_at) }));
}

function alreadySuspended(): DomainError {
  return new DomainError('conflict', 'case.already-suspended', {
    zh: '这件事项已经暂停，无需再次暂停。',
    en: 'This case is suspended already; nothing is left to do.',
  });
}

function notSuspended(): DomainError {
  return new DomainError('conflict', 'case.not-suspended', {
    zh: '这件事项没有暂停，无需恢复。请刷新查看现在的状态。',
    en: 'This case is not suspended, so there is nothing to resume. Refresh to see how it stands.',
  });
}

function statesImpossible(states: string[]): DomainError {
  return new DomainError('invalid', 'states.impossible', {
    zh: `流程中没有“${states.join('、')}”这样的环节，或者它们不能同时进行。请在流程图上核对环节名称。`,
    en: `The workflow has no such states as “${states.join(', ')}”, or they cannot be active together. Check them on its chart.`,
  });
}

function sameVersion(version: number): DomainError {
  return new DomainError('conflict', 'migration.same-version', {
    zh: `这件事项已经按第 ${version} 版办理，无需转换。请刷新查看现在的版本。`,
    en: `This case is under version ${version} already; nothing is left to do. Refresh to see its version.`,
  });
}

function stepMissing(seq: number): DomainError {
  return new DomainError('missing', 'step.missing', {
    zh: `办理记录中没有第 ${seq} 步。请从办理记录里选择一步。`,
    en: `The history has no step ${seq}. Choose a step of the history.`,
  });
}
