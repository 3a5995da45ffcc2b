import { Injectable } from '@nestjs/common';
import { resolveSpan } from '#calendar';
import type { Text } from '#contracts';
import { Clock, Database, DomainError, newId, type Sql } from '#platform';
import { begin, refusal, step, type Chart, type Position, type StepOutcome, type Subject } from '#statechart';
import { CalendarSource } from './calendar-source.js';
import { DefinitionLibrary } from './definition-library.js';
import { Effects, type Actor, type NewTimer, type StartCommand, type Step, type StepRows } from './effects.js';
import { answeredBefore, type CommandKey } from './idempotency.js';
import { StepWriter, type InstanceWrite, type StepWrite } from './step-writer.js';

/** An instance as it was loaded for a command. */
export interface LoadedInstance {
  instanceId: string;
  tenantId: string;
  workflow: string;
  version: number;
  title: Text;
  unitId: string | null;
  recordId: string | null;
  states: string[];
  revision: number;
  status: 'running' | 'done';
  position: Position;
  chart: Chart;
}

/** What a command wants of an instance, decided on its freshly loaded state. */
export interface Plan {
  /** The event for the chart; null writes history and rows without asking it. */
  event: string | null;
  /** What the journal calls it. */
  name: string;
  kind: 'step' | 'answer' | 'timer';
  actor: Actor;
  taskId?: string | null;
  opinion?: string | null;
  /** Merged into the subject before the chart is asked. */
  given?: Record<string, unknown>;
  /** Handed to effects as the event's data, not to the subject. */
  data?: Record<string, unknown>;
  rows?: Record<string, object[]>;
}

export interface InstanceCommand {
  tenantId: string;
  instanceId: string;
  /** The revision that the sender saw; an instance that has moved on is refused with `case.changed`. */
  revision?: number;
  key?: CommandKey;
  plan(instance: LoadedInstance, sql: Sql): Promise<Plan>;
}

export interface StepResult {
  instanceId: string;
  revision: number;
  states: string[];
  status: 'running' | 'done';
}

interface InstanceRow {
  instance_id: string;
  tenant_id: string;
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
  status: 'running' | 'done';
}

const START_CHUNK = 500;

/** Durable execution: every command is one transaction, and leaves either the whole step or nothing. */
@Injectable()
export class Engine {
  #writer: StepWriter | null = null;

  constructor(
    private readonly database: Database,
    private readonly definitions: DefinitionLibrary,
    private readonly effects: Effects,
    private readonly calendars: CalendarSource,
    private readonly clock: Clock,
  ) {}

  /** Starts instances under the newest definition, in the caller's transaction; a key that was used starts nothing again. */
  async startMany(commands: StartCommand[], sql: Sql): Promise<{ instanceId: string }[]> {
    const started: { instanceId: string }[] = [];
    for (let from = 0; from < commands.length; from += START_CHUNK) {
      const writes: StepWrite[] = [];
      for (const command of commands.slice(from, from + START_CHUNK)) writes.push(await this.#start(command, sql));
      const written = await this.#write(sql, writes);
      started.push(
        ...writes
          .filter((write) => written.has(write.instance.instanceId))
          .map((write) => ({ instanceId: write.instance.instanceId })),
      );
    }
    return started;
  }

  /** Carries out a command on one instance; refused as its plan, the chart or an effect says. */
  async run(command: InstanceCommand): Promise<StepResult> {
    return this.database.transaction((sql) => this.#carryOut(command, sql));
  }

  async #carryOut(command: InstanceCommand, sql: Sql): Promise<StepResult> {
    const instance = await this.#load(command, sql);
    // Asked only now, under the instance's lock: the second of two clicks finds the answer of the first.
    const answered = command.key ? await answeredBefore<StepResult>(sql, command.tenantId, command.key) : null;
    if (answered) return answered;
    if (command.revision !== undefined && command.revision !== instance.revision) throw changed(instance);
    const plan = await command.plan(instance, sql);
    const source = this.effects.sourceOf(instance.workflow);
    const facts =
      source && instance.recordId
        ? await source.read(sql, { tenantId: instance.tenantId, recordId: instance.recordId })
        : {};
    const given = difference(instance.position.subject, { ...plan.given, ...facts });
    const position = { ...instance.position, subject: { ...instance.position.subject, ...given } };
    const outcome = plan.event === null ? null : step(instance.chart, position, { type: plan.event });
    if (plan.event !== null && outcome === null) throw refused(instance, position, plan.event);

    const write = await this.#compose(instance, plan, given, position, outcome, sql);
    const result: StepResult = {
      instanceId: instance.instanceId,
      revision: instance.revision + 1,
      states: write.instance.states,
      status: write.instance.status,
    };
    if (command.key) write.command = { ...command.key, answer: result };
    const written = await this.#write(sql, [write]);
    if (written.size !== 1) throw changed(instance);
    return result;
  }

  async #load(command: InstanceCommand, sql: Sql): Promise<LoadedInstance> {
    const [row] = await sql.query<InstanceRow>(
      `SELECT instance_id, tenant_id, workflow, version, title_zh, title_en, unit_id, record_id, states, value, history, subject, revision, status
       FROM instances WHERE instance_id = $1 AND tenant_id = $2 FOR UPDATE`,
      [command.instanceId, command.tenantId],
    );
    if (!row) throw caseMissing();
    return {
      instanceId: row.instance_id,
      tenantId: row.tenant_id,
      workflow: row.workflow,
      version: row.version,
      title: { zh: row.title_zh, en: row.title_en },
      unitId: row.unit_id,
      recordId: row.record_id,
      states: row.states,
      revision: row.revision,
      status: row.status,
      position: { value: row.value, history: row.history, subject: row.subject },
      chart: await this.definitions.chart(row.tenant_id, row.workflow, row.version, sql),
    };
  }

  async #start(command: StartCommand, sql: Sql): Promise<StepWrite> {
    const chart = await this.definitions.newest(command.tenantId, command.workflow, sql);
    const outcome = begin(chart, command.subject);
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
      position: { value: null, history: {}, subject: {} },
      chart,
    };
    const plan: Plan = { event: 'start', name: 'start', kind: 'step', actor: command.actor };
    const write = await this.#compose(instance, plan, command.subject, instance.position, outcome, sql);
    write.instance.startKey = command.key;
    write.instance.startedBy = command.actor.accountId;
    write.journal.kind = 'start';
    return write;
  }

  /** Turns a step's outcome into rows, and runs the effects that have SQL of their own. */
  async #compose(
    instance: LoadedInstance,
    plan: Plan,
    given: Record<string, unknown>,
    position: Position,
    outcome: StepOutcome | null,
    sql: Sql,
  ): Promise<StepWrite> {
    const at = this.clock.now();
    const calendar = await this.calendars.of(instance.tenantId);
    const after = outcome?.position ?? position;
    let subject: Subject = after.subject;
    const stepOf = (): Step => ({
      tenantId: instance.tenantId,
      instanceId: instance.instanceId,
      workflow: instance.workflow,
      version: instance.version,
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
      subject,
      exited: outcome?.exited ?? [],
      entered: outcome?.entered ?? [],
    });

    const gathered: Required<StepRows> = { rows: { ...plan.rows }, timers: [], messages: [] };
    for (const effect of outcome?.effects ?? []) {
      const own = this.effects.effect(effect.name);
      if (own) subject = { ...subject, ...(await own.run(stepOf(), effect.params, sql)) };
      else this.#gatherEffect(gathered, stepOf(), effect);
    }
    for (const listener of this.effects.listeners)
      gather(gathered, listener.onStep(stepOf(), instance.chart, calendar));

    const states = outcome?.states ?? instance.states;
    const done = outcome?.done ?? instance.status === 'done';
    return {
      instance: {
        ...rowOf(instance, at),
        unitId: unitOf(instance, subject),
        states,
        value: after.value,
        history: after.history,
        subject,
        status: done ? 'done' : 'running',
        ending: done ? (instance.chart.states.get(states[0] ?? '')?.meta.ending ?? 'done') : null,
      },
      journal: {
        kind: plan.kind,
        event: plan.name,
        from: instance.states,
        to: states,
        actor: plan.actor,
        taskId: plan.taskId ?? null,
        opinion: plan.opinion ?? null,
        given,
        changed: difference(instance.position.subject, subject),
      },
      timers: [
        ...gathered.timers,
        ...(outcome?.timersSet ?? []).map((set): NewTimer => {
          const span = instance.chart.definition.timers[set.timer];
          if (!span) throw new Error(`timer ${set.timer} of ${instance.workflow} is not defined`);
          return {
            kind: 'after',
            name: set.event,
            taskId: null,
            payload: { timer: set.timer, state: set.state },
            dueAt: resolveSpan(span, at, subject, calendar).dueAt,
          };
        }),
      ],
      timersCancelled: outcome?.timersCancelled ?? [],
      messages: gathered.messages,
      rows: gathered.rows,
      command: null,
    };
  }

  #gatherEffect(
    gathered: Required<StepRows>,
    of: Step,
    effect: { name: string; params: Record<string, unknown> },
  ): void {
    for (const listener of this.effects.listeners) {
      const rows = listener.onEffect(of, effect);
      if (rows) {
        gather(gathered, rows);
        return;
      }
    }
    throw new Error(`nothing carries out the effect ${effect.name} of ${of.workflow}`);
  }

  #write(sql: Sql, steps: StepWrite[]): Promise<Set<string>> {
    this.#writer ??= new StepWriter(this.effects.listeners.flatMap((listener) => listener.writers));
    return this.#writer.write(sql, steps);
  }
}

function rowOf(
  instance: LoadedInstance,
  at: Date,
): Omit<InstanceWrite, 'states' | 'value' | 'history' | 'subject' | 'status' | 'ending'> {
  return {
    instanceId: instance.instanceId,
    tenantId: instance.tenantId,
    before: instance.revision,
    workflow: instance.workflow,
    version: instance.version,
    titleZh: instance.title.zh,
    titleEn: instance.title.en,
    unitId: instance.unitId,
    recordId: instance.recordId,
    startedBy: null,
    startKey: '',
    at,
  };
}

/** Whose matter the case is: what the subject says where the definition names a field for it. */
function unitOf(instance: LoadedInstance, subject: Subject): string | null {
  const { unit } = instance.chart.definition;
  const named = unit === undefined ? undefined : subject[unit];
  return typeof named === 'string' ? named : instance.unitId;
}

function gather(gathered: Required<StepRows>, added: StepRows): void {
  gathered.timers.push(...(added.timers ?? []));
  gathered.messages.push(...(added.messages ?? []));
  for (const [writer, rows] of Object.entries(added.rows ?? {}))
    gathered.rows[writer] = [...(gathered.rows[writer] ?? []), ...rows];
}

function difference(before: Subject, after: Subject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  );
}

/** The refusal of a case that does not exist, or that the reader may not know of. */
export function caseMissing(): DomainError {
  return new DomainError('missing', 'case.missing', {
    zh: '没有这件事项，或者您无权查看。请回到列表核对。',
    en: 'There is no such case, or it is not yours to see. Check it in the list.',
  });
}

function changed(instance: LoadedInstance): DomainError {
  const titles = instance.states.map(
    (state) => instance.chart.states.get(state)?.meta.title ?? { zh: state, en: state },
  );
  return new DomainError(
    'conflict',
    'case.changed',
    {
      zh: `事项已有新进展${titles.length ? `（现处于“${titles.map((title) => title.zh).join('、')}”）` : ''}。您填写的内容还在，请刷新后核对再办。`,
      en: `The case has moved on${titles.length ? ` (now at “${titles.map((title) => title.en).join(', ')}”)` : ''}. What you typed is kept: refresh, check and act again.`,
    },
    { params: { revision: instance.revision, states: instance.states } },
  );
}

function refused(instance: LoadedInstance, position: Position, event: string): DomainError {
  const why = refusal(instance.chart, position, instance.states, event) ?? { zh: '', en: '' };
  return new DomainError(
    'conflict',
    'step.refused',
    {
      zh: `“${instance.title.zh}”现在不能这样办理。${why.zh}`,
      en: `“${instance.title.en}” cannot take this now. ${why.en}`,
    },
    { params: { event, states: instance.states } },
  );
}
