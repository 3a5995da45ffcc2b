import { Injectable } from '@nestjs/common';
import { Database, Foreground, MicroBatch, type Sql } from '#platform';
import { step } from '#statechart';
import { Bell } from './bell.js';
import type { InstanceCommand, LoadedInstance, Plan, StepResult } from './commands.js';
import { Effects, type StartCommand } from './effects.js';
import { answeredBefore } from './idempotency.js';
import { InstanceLoader } from './instance-loader.js';
import { operationWriters } from './operation-writers.js';
import { caseBusy, caseChanged, caseEnded, caseMissing, caseSuspended, stepRefused } from './refusals.js';
import { difference, NeedsTransaction, StepComposer } from './step-composer.js';
import type { StepWrite } from './step-write.js';
import { StepWriter } from './step-writer.js';
import { Turns } from './turns.js';

const START_CHUNK = 500;
const BATCH = { lanes: 2, most: 256, shareFrom: 16, awakeMs: 1 };
/** Two portions of a storm of timers, so that one is decided while the other is written; small ones, for people come between them. */
const BACKGROUND = { lanes: 2, most: 32 };
const TRANSACTIONS = 6;
/** How often a step is decided again because another process was faster. */
const ATTEMPTS = 20;
/** How often a step is made again that PostgreSQL ended for a conflict. */
const CONFLICTS = 3;

/** The row that a step consumes is not there any more: cancelled, replaced, or claimed by another worker. */
export class ClaimGone extends Error {}

/**
 * Durable execution: a command leaves either its whole step or nothing, and is answered after the commit. Steps of
 * different instances that are decided at the same time are written together; an instance that moved on meanwhile is
 * read and decided again.
 */
@Injectable()
export class Engine {
  readonly #turns = new Turns();
  readonly #writes = new MicroBatch<StepWrite, boolean>((steps) => this.#writeMany(steps), BATCH);
  readonly #background = new MicroBatch<StepWrite, boolean>(async (steps) => {
    await this.foreground.quiet();
    return this.#writeMany(steps);
  }, BACKGROUND);
  /** Transactions wait here, not for a connection: however many are asked for at once, none is refused for want of one. */
  readonly #transactions = new MicroBatch<InstanceCommand, StepResult>(
    async (commands) => Promise.all(commands.map((command) => this.#runLocked(command))),
    { lanes: TRANSACTIONS, most: 1 },
  );
  #writer: StepWriter | null = null;

  constructor(
    private readonly database: Database,
    private readonly loader: InstanceLoader,
    private readonly composer: StepComposer,
    private readonly effects: Effects,
    private readonly bell: Bell,
    private readonly foreground: Foreground,
  ) {}

  /** Starts an instance under the newest definition; a key that was used starts nothing again, and answers the first. */
  async start(command: StartCommand): Promise<{ instanceId: string }> {
    try {
      const write = await this.composer.first(command, null, this.database);
      if (await this.#write(write, write.instance.at, false)) return { instanceId: write.instance.instanceId };
    } catch (error) {
      if (!(error instanceof NeedsTransaction)) throw error;
      const [started] = await this.database.transaction((sql) => this.startMany([command], sql));
      if (started) return started;
    }
    const [before] = await this.database.query<{ instance_id: string }>(
      `SELECT instance_id FROM instances WHERE tenant_id = $1 AND start_key = $2`,
      [command.tenantId, command.key],
    );
    if (!before) throw new Error(`the case of key ${command.key} was neither started nor found`);
    return { instanceId: before.instance_id };
  }

  /** Starts instances in the caller's transaction; answers those that it started: a key that was used starts nothing again. */
  async startMany(commands: StartCommand[], sql: Sql): Promise<{ instanceId: string }[]> {
    const started: { instanceId: string }[] = [];
    for (let from = 0; from < commands.length; from += START_CHUNK) {
      const writes: StepWrite[] = [];
      for (const command of commands.slice(from, from + START_CHUNK))
        writes.push(await this.composer.first(command, sql, sql));
      const written = await this.#steps.write(sql, writes);
      for (const { instance } of writes)
        if (written.has(instance.instanceId)) started.push({ instanceId: instance.instanceId });
    }
    this.bell.ring();
    return started;
  }

  /** Carries out a command on one instance; refused as its plan, the chart or an effect says. */
  run(command: InstanceCommand): Promise<StepResult> {
    // What was seen before others had their turn is out of date.
    return this.#turns.take(command.instanceId, (hasWaited) =>
      this.#withoutConflict(hasWaited ? { ...command, seen: undefined } : command),
    );
  }

  /** Where PostgreSQL ends the step for a conflict with another transaction, it is made again, a few times. */
  async #withoutConflict(command: InstanceCommand): Promise<StepResult> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#run(command);
      } catch (error) {
        if (!isConflict(error) && !isKeyTaken(error)) throw error;
        if (attempt > CONFLICTS) throw caseBusy(command.instanceId);
      }
    }
  }

  async #run(command: InstanceCommand): Promise<StepResult> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const seen = attempt === 0 ? (command.seen ?? (await this.loader.recall(command))) : null;
      const instance = seen ?? (await this.loader.find(command, command.isBackground === true));
      let decided: { write: StepWrite; plan: Plan };
      try {
        if (!instance) throw caseMissing();
        if (instance.recordId !== null && this.effects.sourceOf(instance.workflow)) throw new NeedsTransaction();
        decided = await this.#decide(command, instance, null);
      } catch (error) {
        if (error instanceof NeedsTransaction) return this.#transactions.add(command);
        // A refusal on a copy is none.
        if (instance && instance.asOf !== null) continue;
        // What the same command did before may be why it is refused now: then its answer counts.
        const answered = await this.#answered(command);
        if (answered) return answered;
        throw error;
      }
      try {
        if (await this.#write(decided.write, instance.startedAt, command.isBackground === true))
          return resultOf(decided.write);
      } catch (error) {
        if (isKeyTaken(error)) continue;
        throw error;
      }
      const answered = await this.#answered(command);
      if (answered) return answered;
      await this.#mustStillHold(decided.plan);
    }
    throw caseBusy(command.instanceId);
  }

  /** Writes a step and remembers what it left; false where what it takes for granted does not hold any more. */
  async #write(write: StepWrite, startedAt: Date, isBackground: boolean): Promise<boolean> {
    const [isWritten, copy] = await Promise.all([
      (isBackground ? this.#background : this.#writes).add(write),
      // The background leaves no copy: a storm of timers would push out those of all cases that people are at.
      isBackground ? Promise.resolve(null) : this.loader.copied(write, startedAt),
    ]);
    if (!isWritten) return false;
    if (copy) this.loader.keep(copy);
    else this.loader.forget(write.instance.instanceId);
    this.#tell(write);
    return true;
  }

  /**
   * What the command's key was answered before. Asked only where it was refused or not written, for the write itself counts
   * only while its key is free: hardly any command comes twice.
   */
  async #answered({ tenantId, key }: InstanceCommand): Promise<StepResult | null> {
    return key ? answeredBefore<StepResult>(this.database, tenantId, key) : null;
  }

  #tell({ instance, rows, born }: StepWrite): void {
    const { tenantId, instanceId, at } = instance;
    this.effects.written({ tenantId, instanceId, at, rows });
    for (const child of born) this.#tell(child);
  }

  /** As one transaction under the instance's lock, for steps whose effects or guards need SQL of their own. */
  async #runLocked(command: InstanceCommand): Promise<StepResult> {
    const done: StepWrite[] = [];
    const result = await this.database.transaction(async (sql) => {
      const instance = await this.loader.lock(sql, command.tenantId, command.instanceId);
      if (!instance) throw caseMissing();
      // Asked only now, under the instance's lock: the second of two clicks finds the answer of the first.
      const answered = command.key ? await answeredBefore<StepResult>(sql, command.tenantId, command.key) : null;
      if (answered) return answered;
      const { write, plan } = await this.#decide(command, instance, sql);
      const written = await this.#steps.write(sql, [write]);
      if (written.has(instance.instanceId)) {
        done.push(write);
        return resultOf(write);
      }
      const meanwhile = command.key ? await answeredBefore<StepResult>(sql, command.tenantId, command.key) : null;
      if (meanwhile) return meanwhile;
      throw claimed(plan) ? new ClaimGone() : caseChanged(instance);
    });
    this.loader.forget(command.instanceId);
    for (const write of done) this.#tell(write);
    this.bell.ring();
    return result;
  }

  async #decide(
    command: InstanceCommand,
    instance: LoadedInstance,
    transaction: Sql | null,
  ): Promise<{ write: StepWrite; plan: Plan }> {
    if (command.revision !== undefined && command.revision !== instance.revision) throw caseChanged(instance);
    if (instance.status === 'suspended' && command.whileSuspended !== true) throw caseSuspended(instance);
    const sql = transaction ?? this.database;
    const plan = await command.plan(instance, sql);
    if (instance.status === 'done' && !plan.becomes && !plan.outcome) throw caseEnded(instance);
    const given = difference(instance.position.subject, {
      ...plan.given,
      ...(await this.#facts(instance, transaction)),
    });
    const position = { ...instance.position, subject: { ...instance.position.subject, ...given } };
    const outcome = plan.outcome ?? (plan.event === null ? null : step(instance.chart, position, { type: plan.event }));
    if (plan.event !== null && outcome === null) throw stepRefused(instance, position, plan.event);
    const write = await this.composer.compose(instance, plan, given, position, outcome, transaction, sql);
    if (command.key) write.command = { ...command.key, answer: resultOf(write) };
    return { write, plan };
  }

  async #facts(instance: LoadedInstance, transaction: Sql | null): Promise<Record<string, unknown>> {
    const source = this.effects.sourceOf(instance.workflow);
    if (!source || instance.recordId === null || !transaction) return {};
    return source.read(transaction, { tenantId: instance.tenantId, recordId: instance.recordId });
  }

  /** A step that was not written: where what it consumes is gone, deciding again is in vain. */
  async #mustStillHold(plan: Plan): Promise<void> {
    if (!claimed(plan)) return;
    const [held] = await this.database.query(
      `SELECT FROM timers WHERE timer_id = $1 AND fence = $2 UNION ALL SELECT FROM messages WHERE message_id = $3 AND fence = $4`,
      [plan.timer?.id ?? null, plan.timer?.fence ?? 0, plan.message?.id ?? null, plan.message?.fence ?? 0],
    );
    if (!held) throw new ClaimGone();
  }

  async #writeMany(steps: StepWrite[]): Promise<boolean[]> {
    const written = await this.#steps.write(this.database, steps);
    if (steps.some(leavesWork)) this.bell.ring();
    return steps.map((one) => written.has(one.instance.instanceId));
  }

  get #steps(): StepWriter {
    this.#writer ??= new StepWriter(this.database, [
      ...operationWriters,
      ...this.effects.listeners.flatMap((listener) => listener.writers),
    ]);
    return this.#writer;
  }
}

function claimed(plan: Plan): boolean {
  return plan.timer !== undefined || plan.message !== undefined;
}

/** Whether something that the step left, or woke, waits for a worker. */
function leavesWork(write: StepWrite): boolean {
  return (
    write.hears || [write.messages, write.events, write.childrenCancelled, write.born].some((some) => some.length > 0)
  );
}

function resultOf(write: StepWrite): StepResult {
  const { instanceId, workflow, version, before, states, status } = write.instance;
  return { instanceId, workflow, version, revision: before + 1, states, status };
}

/** A serialization failure or a deadlock: nothing was written. */
function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}

/** Another case was just commanded under the same key: read again, the key answers. */
function isKeyTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'commands_pk';
}
