import { Injectable } from '@nestjs/common';
import { deskOf, type OutcomeSpec, type TaskSpec } from '#contracts';
import { Engine, type Actor, type CommandKey, type LoadedInstance, type Plan, type StepResult } from '#engine';
import { Organisation, postTitle } from '#organisation';
import { Clock, unkeepableText, type Sql } from '#platform';
import { actsOf, eventOf, jointEvent, tasksOf } from '#statechart';
import { beyondForm, checked, type GivenAnswer } from './answer-check.js';
import {
  invalid,
  movedOn,
  notInBulk,
  notOffered,
  notSeparate,
  notYours,
  taskClosed,
  taskMissing,
  unkept,
} from './answer-refusals.js';
import { Cases } from './cases.js';
import { hadHandIn } from './hands.js';
import { NextTask } from './next-task.js';
import { Panels } from './panels.js';
import { actorAt, desksOf, type Reader } from './reader.js';
import { reminds } from './ladder.js';
import { answeredRow, rungsOf } from './task-opener.js';
import { TaskReader } from './task-reader.js';
import type { TaskRow } from './task-row.js';

/** What one of those said who were asked side by side: the event of the last answer carries all in `data.answers`. */
export interface JointAnswer {
  unitId: string | null;
  outcome: string;
  opinion: string | null;
  answer: unknown;
  accountId: string | null;
  at: Date;
}

/** Carries out what people answer: tasks, and acts without a task. */
@Injectable()
export class Answers {
  constructor(
    private readonly engine: Engine,
    private readonly tasks: TaskReader,
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly organisation: Organisation,
    private readonly panels: Panels,
    private readonly next: NextTask,
  ) {}

  /**
   * Answers a task. Refused where it is not the reader's, is done already (with who did it), the case has moved on, the
   * form does not fit, or the chart does not take the event.
   */
  async answer(reader: Reader, taskId: string, given: GivenAnswer, key: CommandKey): Promise<StepResult> {
    const seen = await this.tasks.find(reader.tenantId, taskId, desksOf(reader));
    if (!seen) throw taskMissing();
    return this.engine.run({
      tenantId: reader.tenantId,
      instanceId: seen.instance.instanceId,
      seen: seen.instance,
      key,
      plan: async (instance, sql) => {
        // Known together with this case, or read again. It stays open as long as the case keeps its revision.
        const isFresh =
          instance === seen.instance || (seen.instance.asOf === null && instance.revision === seen.instance.revision);
        const found = isFresh ? seen : await this.tasks.findNow(reader.tenantId, taskId, desksOf(reader));
        if (!found) throw taskMissing();
        return this.#planAnswer(reader, found.task, given, instance, sql);
      },
    });
  }

  /** The same, and which task is the reader's most urgent then; null where the pile is done. */
  async answerAndGoOn(
    reader: Reader,
    taskId: string,
    given: GivenAnswer,
    key: CommandKey,
  ): Promise<{ result: StepResult; nextTaskId: string | null }> {
    const [result, ahead] = await Promise.all([
      this.answer(reader, taskId, given, key),
      this.next.after(reader, taskId),
    ]);
    // Where nothing else lay on the desks before, the step itself may have put something there; what lay there of its case, it may have ended.
    const isStill = ahead !== null && ahead.instanceId !== result.instanceId;
    const next = isStill ? ahead : await this.next.after(reader, taskId);
    return { result, nextTaskId: next?.taskId ?? null };
  }

  /** Does an act that the definition opens to the reader's post, without a task. */
  async act(reader: Reader, instanceId: string, given: GivenAnswer, key: CommandKey): Promise<StepResult> {
    await this.cases.mustSee(reader, instanceId);
    return this.engine.run({
      tenantId: reader.tenantId,
      instanceId,
      key,
      revision: given.revision,
      plan: async (instance, sql) => {
        const placed = actsOf(instance.chart, instance.states).find((act) => act.event === given.outcome);
        const actor = placed
          ? actorAt(reader, deskOf(placed.spec.people.post, unitNamed(instance, placed.spec.people.of)))
          : null;
        if (!placed) throw notOffered(given.outcome);
        if (!actor) throw notYours(placed.spec.title, postTitle(placed.spec.people.post));
        const answers = checked(instance, placed.spec, placed.spec.form, given, false);
        await this.#mustKnowUnits(sql, instance, answers);
        return {
          event: given.outcome,
          name: given.outcome,
          kind: 'step',
          actor,
          opinion: given.opinion || null,
          given: answers,
        };
      },
    });
  }

  async #planAnswer(
    reader: Reader,
    task: TaskRow,
    given: GivenAnswer,
    instance: LoadedInstance,
    sql: Sql,
  ): Promise<Plan> {
    if (task.status !== 'open') throw taskClosed(task);
    const spec = tasksOf(instance.chart, task.state).find((one) => one.spec.name === task.name)?.spec;
    const outcome = spec && Object.hasOwn(spec.outcomes, given.outcome) ? spec.outcomes[given.outcome] : undefined;
    if (!spec || !outcome) throw notOffered(given.outcome);
    if (given.isBulk && outcome.bulk !== true) throw notInBulk(outcome.title);
    const actor = actorAt(reader, task.desk);
    if (!actor) throw taskMissing();
    if (spec.people.not?.length && (await hadHandIn(sql, reader, instance.instanceId, spec.people.not)))
      throw notSeparate(instance, spec);
    // What others answer side by side does not make this answer stale.
    if (!spec.each && instance.revision !== given.revision) throw movedOn(instance);

    const answers = checked(instance, outcome, spec.form, given, spec.panel !== undefined);
    await this.#mustKnowUnits(sql, instance, answers);
    const data = await this.#panelData(sql, instance, spec, task, actor, given);
    const event = await this.#eventFor(sql, spec, task, given.outcome, outcome);
    return {
      event,
      name: event ?? given.outcome,
      kind: event === null ? 'answer' : 'step',
      actor,
      taskId: task.task_id,
      opinion: given.opinion || null,
      given: spec.each ? {} : answers,
      data: spec.joint
        ? { ...(await this.#jointData(sql, task, given, actor, { ...answers, ...data })), ...data }
        : data,
      ...(outcome.stays === true
        ? { rows: { drafts_gone: [{ task_id: task.task_id }] } }
        : this.#closing(reader, task, instance, given, { ...answers, ...data })),
    };
  }

  /** What ends an answered task, with its draft and its ladder. */
  #closing(
    reader: Reader,
    task: TaskRow,
    instance: LoadedInstance,
    given: GivenAnswer,
    answer: Record<string, unknown>,
  ): Pick<Plan, 'rows' | 'timersGone'> {
    const row = answeredRow({
      taskId: task.task_id,
      outcome: given.outcome,
      opinion: given.opinion || null,
      answer,
      doneBy: reader.accountId,
      at: this.clock.now(),
    });
    return {
      rows: { tasks_ended: [row] },
      timersGone: reminds(instance.chart, task.state) ? [rungsOf(task.task_id)] : [],
    };
  }

  /** What a domain's panel sent beside the form, checked by the domain. */
  async #panelData(
    sql: Sql,
    instance: LoadedInstance,
    spec: TaskSpec,
    task: TaskRow,
    actor: Actor,
    given: GivenAnswer,
  ): Promise<Record<string, unknown>> {
    if (spec.panel === undefined) return {};
    const data = beyondForm(instance, spec, given.data);
    const unkeepable = unkeepableText(data);
    if (unkeepable !== null) throw invalid([unkept(unkeepable)]);
    const { tenantId, recordId } = instance;
    if (recordId !== null) {
      const answer = { tenantId, recordId, state: task.state, unitId: actor.unitId, outcome: given.outcome, data };
      await this.panels.of(spec.panel)?.check(sql, answer);
    }
    return data;
  }

  /** Form answers name units by id; an id that the tenant does not have is refused where it stands. */
  async #mustKnowUnits(sql: Sql, instance: LoadedInstance, answers: Record<string, unknown>): Promise<void> {
    const { fields } = instance.chart.definition;
    const named = Object.entries(answers).flatMap(([name, value]) => {
      const type = fields[name]?.type;
      return type === 'unit' || type === 'units'
        ? [{ name, ids: [value].flat().filter((id) => typeof id === 'string') }]
        : [];
    });
    if (named.length === 0) return;
    const known = await this.organisation.workingUnits(
      sql,
      instance.tenantId,
      named.flatMap(({ ids }) => ids),
    );
    const problems = named
      .filter(({ ids }) => ids.some((id) => !known.has(id)))
      .map(({ name }) => ({
        pointer: `/data/${name}`,
        code: 'unit.unknown',
        message: {
          zh: '所选单位不存在，或是不能承办的单位组，请从单位目录中重新选择。',
          en: 'There is no such unit, or it is a group that cannot be given work. Choose from the list of units.',
        },
      }));
    if (problems.length > 0) throw invalid(problems);
  }

  /** The event that the answer leads to; a countersign leads to one only with its last answer. */
  async #eventFor(
    sql: Sql,
    spec: TaskSpec,
    task: TaskRow,
    chosen: string,
    outcome: OutcomeSpec,
  ): Promise<string | null> {
    if (!spec.joint) return eventOf(chosen, outcome);
    const others = (await this.tasks.siblings(sql, task)).filter((sibling) => sibling.task_id !== task.task_id);
    if (others.some((sibling) => sibling.status === 'open')) return null;
    return jointEvent(spec, [...others.flatMap((sibling) => sibling.outcome ?? []), chosen]);
  }

  async #jointData(
    sql: Sql,
    task: TaskRow,
    given: GivenAnswer,
    actor: Actor,
    answer: Record<string, unknown>,
  ): Promise<{ answers: JointAnswer[] }> {
    const before = (await this.tasks.siblings(sql, task)).flatMap(
      ({
        task_id: taskId,
        unit_id: unitId,
        status,
        outcome: chosen,
        opinion,
        answer: said,
        done_by: accountId,
        done_at: at,
      }) =>
        status === 'done' && chosen !== null && at !== null && taskId !== task.task_id
          ? [{ unitId, outcome: chosen, opinion, answer: said, accountId, at }]
          : [],
    );
    const last: JointAnswer = {
      unitId: actor.unitId,
      outcome: given.outcome,
      opinion: given.opinion || null,
      answer,
      accountId: actor.accountId,
      at: this.clock.now(),
    };
    return { answers: [...before, last] };
  }
}

function unitNamed(instance: LoadedInstance, of: string | undefined): string | null {
  if (!of) return null;
  const named = instance.position.subject[of];
  return typeof named === 'string' ? named : null;
}
