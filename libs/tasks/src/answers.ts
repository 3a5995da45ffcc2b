import { Injectable } from '@nestjs/common';
import { deskOf, type FieldProblem, type OutcomeSpec, type TaskSpec, type Text } from '#contracts';
import { Engine, type CommandKey, type LoadedInstance, type Plan, type StepResult } from '#engine';
import { Organisation, postTitle } from '#organisation';
import { Clock, Database, DomainError, textRefusal, unkeepableText, type Sql } from '#platform';
import { actsOf, eventOf, jointEvent, tasksOf } from '#statechart';
import { Cases } from './cases.js';
import { checkAnswers, missingAnswers } from './form-answers.js';
import { hadHandIn } from './hands.js';
import { Panels } from './panels.js';
import { actorAt, desksOf, type Reader } from './reader.js';

/** An answer as it came in, its shape already parsed. */
export interface GivenAnswer {
  outcome: string;
  revision: number;
  opinion: string;
  data: Record<string, unknown>;
  /** One of many in one act: only outcomes that the definition allows in bulk. */
  isBulk?: boolean;
}

interface TaskRow {
  task_id: string;
  instance_id: string;
  entry: number;
  state: string;
  name: string;
  desk: string;
  status: 'open' | 'done' | 'cancelled';
  done_by_name_zh: string | null;
  done_by_name_en: string | null;
  done_at: Date | null;
  outcome: string | null;
}

const OPINION_LENGTH = 2000;

/** Carries out what people answer: tasks, and acts without a task. */
@Injectable()
export class Answers {
  constructor(
    private readonly engine: Engine,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly cases: Cases,
    private readonly organisation: Organisation,
    private readonly panels: Panels,
  ) {}

  /**
   * Answers a task. Refused where it is not the reader's, is done already (with who did it), the case has moved on, the
   * form does not fit, or the chart does not take the event.
   */
  async answer(reader: Reader, taskId: string, given: GivenAnswer, key: CommandKey): Promise<StepResult> {
    const instanceId = await this.#instanceOf(reader, taskId);
    return this.engine.run({
      tenantId: reader.tenantId,
      instanceId,
      key,
      plan: (instance, sql) => this.#planAnswer(reader, taskId, given, instance, sql),
    });
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

  async #instanceOf(reader: Reader, taskId: string): Promise<string> {
    const [row] = await this.database.query<{ instance_id: string }>(
      `SELECT instance_id FROM tasks WHERE task_id = $1 AND tenant_id = $2 AND desk = ANY ($3)`,
      [taskId, reader.tenantId, desksOf(reader)],
    );
    if (!row) throw taskMissing();
    return row.instance_id;
  }

  async #planAnswer(
    reader: Reader,
    taskId: string,
    given: GivenAnswer,
    instance: LoadedInstance,
    sql: Sql,
  ): Promise<Plan> {
    const task = await this.#openTask(sql, reader, taskId);
    const spec = tasksOf(instance.chart, task.state).find((one) => one.spec.name === task.name)?.spec;
    const outcome = spec?.outcomes[given.outcome];
    if (!spec || !outcome) throw notOffered(given.outcome);
    if (given.isBulk && outcome.bulk !== true) throw notInBulk(outcome.title);
    const actor = actorAt(reader, task.desk);
    if (!actor) throw taskMissing();
    await mustBeSeparate(sql, instance, spec, reader);
    // What others answer side by side does not make this answer stale.
    if (!spec.each && instance.revision !== given.revision) throw movedOn(instance);

    const answers = checked(instance, outcome, spec.form, given, spec.panel !== undefined);
    await this.#mustKnowUnits(sql, instance, answers);
    const data = spec.panel === undefined ? {} : beyondForm(instance, spec, given.data);
    const unkeepable = unkeepableText(data);
    if (unkeepable !== null) throw invalid([unkept(unkeepable)]);
    if (spec.panel !== undefined && instance.recordId !== null) {
      const { tenantId, recordId } = instance;
      const answer = { tenantId, recordId, state: task.state, unitId: actor.unitId, outcome: given.outcome, data };
      await this.panels.of(spec.panel)?.check(sql, answer);
    }
    if (outcome.stays === true) await sql.query(`DELETE FROM task_drafts WHERE task_id = $1`, [task.task_id]);
    else await this.#close(sql, reader, task, given, { ...answers, ...data });
    const event = await this.#eventFor(sql, spec, task, given.outcome, outcome);
    return {
      event,
      name: event ?? given.outcome,
      kind: event === null ? 'answer' : 'step',
      actor,
      taskId,
      opinion: given.opinion || null,
      given: spec.each ? {} : answers,
      data: spec.joint ? { ...(await this.#jointData(sql, task)), ...data } : data,
    };
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

  async #openTask(sql: Sql, reader: Reader, taskId: string): Promise<TaskRow> {
    const [task] = await sql.query<TaskRow>(
      `SELECT t.task_id, t.instance_id, t.entry, t.state, t.name, t.desk, t.status, t.outcome, t.done_at,
         a.name_zh AS done_by_name_zh, a.name_en AS done_by_name_en
       FROM tasks t LEFT JOIN accounts a ON a.account_id = t.done_by WHERE t.task_id = $1 AND t.tenant_id = $2`,
      [taskId, reader.tenantId],
    );
    if (!task) throw taskMissing();
    if (task.status !== 'open') throw taskClosed(task);
    return task;
  }

  async #close(
    sql: Sql,
    reader: Reader,
    task: TaskRow,
    given: GivenAnswer,
    answer: Record<string, unknown>,
  ): Promise<void> {
    await sql.query(
      `WITH closed AS (
         UPDATE tasks SET status = 'done', outcome = $2, opinion = $3, answer = $4::jsonb, done_by = $5, done_at = $6 WHERE task_id = $1 AND status = 'open'),
       undue AS (DELETE FROM timers WHERE task_id = $1)
       DELETE FROM task_drafts WHERE task_id = $1`,
      [task.task_id, given.outcome, given.opinion || null, JSON.stringify(answer), reader.accountId, this.clock.now()],
    );
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
    const siblings = await sql.query<{ status: string; outcome: string | null }>(
      `SELECT status, outcome FROM tasks WHERE instance_id = $1 AND entry = $2 AND state = $3 AND name = $4`,
      [task.instance_id, task.entry, task.state, task.name],
    );
    if (siblings.some((sibling) => sibling.status === 'open')) return null;
    return jointEvent(
      spec,
      siblings.flatMap((sibling) => sibling.outcome ?? []),
    );
  }

  async #jointData(sql: Sql, task: TaskRow): Promise<Record<string, unknown>> {
    const answers = await sql.query<{
      unit_id: string | null;
      outcome: string | null;
      opinion: string | null;
      answer: unknown;
    }>(
      `SELECT unit_id, outcome, opinion, answer FROM tasks
       WHERE instance_id = $1 AND entry = $2 AND state = $3 AND name = $4 AND status = 'done' ORDER BY done_at`,
      [task.instance_id, task.entry, task.state, task.name],
    );
    return {
      answers: answers.map((one) => ({
        unitId: one.unit_id,
        outcome: one.outcome,
        opinion: one.opinion,
        answer: one.answer,
      })),
    };
  }
}

function unitNamed(instance: LoadedInstance, of: string | undefined): string | null {
  if (!of) return null;
  const named = instance.position.subject[of];
  return typeof named === 'string' ? named : null;
}

/** The form's answers, or a refusal that names every field. */
function checked(
  instance: LoadedInstance,
  outcome: OutcomeSpec,
  formName: string | undefined,
  given: GivenAnswer,
  panel: boolean,
): Record<string, unknown> {
  const { fields, forms } = instance.chart.definition;
  const form = formName === undefined ? undefined : forms[formName];
  const asked = new Set((form?.fields ?? []).map((one) => one.field));
  const data = panel ? Object.fromEntries(Object.entries(given.data).filter(([name]) => asked.has(name))) : given.data;
  const { answers, problems } = checkAnswers(form, fields, data);
  const required = (form?.fields ?? []).filter((one) => one.required && !one.readOnly).map((one) => one.field);
  const needed = outcome.style === 'danger' || outcome.needs ? (outcome.needs ?? []) : required;
  const values = { ...instance.position.subject, ...answers, opinion: given.opinion };
  const opinion = textRefusal(given.opinion, OPINION_LENGTH);
  const all: FieldProblem[] = [
    ...problems,
    ...missingAnswers(needed, fields, values).filter(
      (missing) => !problems.some((problem) => problem.pointer === missing.pointer),
    ),
    ...(opinion ? [{ pointer: '/opinion', ...opinion }] : []),
  ];
  if (all.length === 0) return answers;
  throw invalid(all);
}

function invalid(problems: FieldProblem[]): DomainError {
  const words = problems.slice(0, 5).map((problem) => problem.message);
  return new DomainError(
    'invalid',
    'answer.invalid',
    {
      zh: `有 ${problems.length} 处需要修改：${words.map((word) => word.zh).join('')}`,
      en: `${problems.length} ${problems.length === 1 ? 'entry needs' : 'entries need'} mending: ${words.map((word) => word.en).join(' ')}`,
    },
    { errors: problems },
  );
}

/** What a domain's panel sent beside the form; the domain itself checks it. */
function beyondForm(instance: LoadedInstance, spec: TaskSpec, data: Record<string, unknown>): Record<string, unknown> {
  const asked = new Set(
    (spec.form === undefined ? [] : (instance.chart.definition.forms[spec.form]?.fields ?? [])).map((one) => one.field),
  );
  return Object.fromEntries(Object.entries(data).filter(([name]) => !asked.has(name)));
}

async function mustBeSeparate(sql: Sql, instance: LoadedInstance, spec: TaskSpec, reader: Reader): Promise<void> {
  if (!spec.people.not || spec.people.not.length === 0) return;
  if (!(await hadHandIn(sql, reader, instance.instanceId, spec.people.not))) return;
  const before = spec.people.not.map(
    (state) => instance.chart.states.get(state)?.meta.title ?? { zh: state, en: state },
  );
  throw new DomainError('forbidden', 'task.not-separate', {
    zh: `您已办理过本事项的“${before.map((title) => title.zh).join('、')}”，不能再由本人“${spec.title.zh}”，请由另一位负责人办理。`,
    en: `You handled “${before.map((title) => title.en).join(', ')}” of this case, so you may not also “${spec.title.en}”. Another holder of the post must do it.`,
  });
}

function unkept(pointer: string): FieldProblem {
  return {
    pointer: `/data${pointer}`,
    code: 'text.control-character',
    message: {
      zh: '含有看不见的控制字符、残缺字符，或层次过深，请改正。',
      en: 'Holds an invisible or broken character, or is nested too deep. Correct it.',
    },
  };
}

function notInBulk(outcome: Text): DomainError {
  return new DomainError('conflict', 'outcome.not-in-bulk', {
    zh: `“${outcome.zh}”须逐件办理，不能批量办理。请打开这件事项单独办理。`,
    en: `“${outcome.en}” must be given one by one. Open the case and answer it there.`,
  });
}

function notYours(act: Text, post: Text): DomainError {
  return new DomainError('forbidden', 'act.not-yours', {
    zh: `“${act.zh}”由${post.zh}办理，您的岗位不能办理。`,
    en: `“${act.en}” is for the ${post.en.toLowerCase()}; your post does not permit it.`,
  });
}

function taskMissing(): DomainError {
  return new DomainError('missing', 'task.missing', {
    zh: '没有这项待办，或者它不在您名下。请回到待办列表核对。',
    en: 'There is no such task, or it is not yours. Check it in your inbox.',
  });
}

function taskClosed(task: TaskRow): DomainError {
  const who = task.done_by_name_zh
    ? { zh: task.done_by_name_zh, en: task.done_by_name_en ?? task.done_by_name_zh }
    : null;
  const params = { by: who, at: task.done_at?.toISOString() ?? null, outcome: task.outcome };
  if (task.status === 'done' && who) {
    const detail: Text = {
      zh: `这项任务已由${who.zh}办理，无需再办。您填写的内容还在，可复制后离开。`,
      en: `This task was finished by ${who.en}; nothing is left to do. What you typed is still here to copy.`,
    };
    return new DomainError('conflict', 'task.already-done', detail, { params });
  }
  return new DomainError(
    'conflict',
    'task.closed',
    {
      zh: '这项任务已随事项的进展关闭，无需再办。请刷新查看现在的环节。',
      en: 'This task was closed as the case moved on. Refresh to see the present step.',
    },
    { params },
  );
}

function movedOn(instance: LoadedInstance): DomainError {
  const titles = instance.states.map(
    (state) => instance.chart.states.get(state)?.meta.title ?? { zh: state, en: state },
  );
  return new DomainError(
    'conflict',
    'case.changed',
    {
      zh: `您打开之后，事项有了新内容（现处于“${titles.map((title) => title.zh).join('、')}”）。您填写的内容还在，请刷新核对后再办。`,
      en: `The case changed after you opened it (now at “${titles.map((title) => title.en).join(', ')}”). What you typed is kept: refresh, check and act again.`,
    },
    { params: { revision: instance.revision, states: instance.states } },
  );
}

function notOffered(outcome: string): DomainError {
  return new DomainError('conflict', 'outcome.unknown', {
    zh: `当前环节没有“${outcome}”这种办理结果。请刷新后从页面上的按钮中选择。`,
    en: `The present step has no outcome “${outcome}”. Refresh and choose from the buttons of the page.`,
  });
}
