import { Body, Controller, HttpCode, Logger, Param, Post, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AnswerResult, BulkResult } from '#contracts';
import { DefinitionLibrary, stateTitle, type CommandKey, type StepResult } from '#engine';
import { Database, DomainError } from '#platform';
import { Answers, desksOf, Drafts } from '#tasks';
import { z } from 'zod';
import { Permit } from './access.js';
import { answerResult, bulkResult, draftKept } from './answers/answer-result.js';
import { Key } from './command-key.js';
import { problemOf } from './problem.filter.js';
import { uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Throttled } from './throttling.js';
import { Who, type Visitor } from './visitor.js';

const data = z.record(z.string().max(100), z.unknown());
const answer = z.strictObject({
  outcome: z.string().min(1).max(100),
  revision: z.number().int().min(1).max(2_000_000_000),
  opinion: z.string().max(20_000).default(''),
  data: data.default({}),
});
const bulk = z.strictObject({
  outcome: z.string().min(1).max(100),
  opinion: z.string().max(20_000).default(''),
  tasks: z
    .array(z.strictObject({ taskId: uuid, revision: z.number().int().min(1).max(2_000_000_000) }))
    .min(1)
    .max(200),
});
const draft = z.strictObject({ draftRevision: z.number().int().min(0).max(2_000_000_000), data });

/** What people answer. */
@ApiTags('task')
@Controller('api/tasks')
export class TaskController {
  readonly #log = new Logger(TaskController.name);

  constructor(
    private readonly answers: Answers,
    private readonly drafts: Drafts,
    private readonly definitions: DefinitionLibrary,
    private readonly database: Database,
  ) {}

  @Post(':taskId/answer')
  @Permit('task.answer')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Answers one task; 409 where it is done already or the case has moved on' })
  @Replies(200, answerResult)
  async answer(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('taskId', { schema: uuid }) taskId: string,
    @Body({ schema: answer }) body: z.infer<typeof answer>,
  ): Promise<AnswerResult> {
    const { result, nextTaskId } = await this.answers.answerAndGoOn(visitor, taskId, body, key);
    return { ...(await this.#titled(visitor, result)), nextTaskId };
  }

  @Put(':taskId/draft')
  @Permit('task.answer')
  @ApiOperation({ summary: 'Keeps what is typed; 409 where another window changed the draft' })
  @Replies(200, draftKept)
  saveDraft(
    @Who() visitor: Visitor,
    @Param('taskId', { schema: uuid }) taskId: string,
    @Body({ schema: draft }) body: z.infer<typeof draft>,
  ): Promise<{ draftRevision: number }> {
    return this.drafts.save(visitor, taskId, body.draftRevision, body.data);
  }

  @Post('answers')
  @Permit('task.answer')
  @Throttled('bulk')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Gives many tasks the same answer; each row says what became of it' })
  @Replies(200, bulkResult)
  async answerMany(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Body({ schema: bulk }) body: z.infer<typeof bulk>,
  ): Promise<BulkResult> {
    const titles = await this.#titles(
      visitor,
      body.tasks.map((task) => task.taskId),
    );
    const results = body.tasks.map(async ({ taskId, revision }): Promise<BulkResult['results'][number]> => {
      const row = { taskId, title: titles.get(taskId) ?? { zh: '', en: '' } };
      const own = { key: `${key.key}:${taskId}`, hash: key.hash };
      const given = { outcome: body.outcome, opinion: body.opinion, revision, data: {}, isBulk: true };
      try {
        const { states } = await this.#titled(visitor, await this.answers.answer(visitor, taskId, given, own));
        return { ...row, done: true, states: states.map((state) => state.title) };
      } catch (error) {
        // One row never stops the others, nor hides what became of them; a fault of ours is logged and told as such.
        if (!(error instanceof DomainError)) this.#log.error(error);
        const { code, detail } = problemOf(error, '');
        return { ...row, done: false, problem: { code, detail } };
      }
    });
    return { results: await Promise.all(results) };
  }

  async #titled(visitor: Visitor, result: StepResult): Promise<Omit<AnswerResult, 'nextTaskId'>> {
    const { workflow, version, states, ...rest } = result;
    const chart = await this.definitions.chart(visitor.tenantId, workflow, version);
    return { ...rest, states: states.map((path) => ({ path, title: stateTitle(chart, path) })) };
  }

  async #titles(visitor: Visitor, taskIds: string[]): Promise<Map<string, { zh: string; en: string }>> {
    const rows = await this.database.query<{ task_id: string; title_zh: string; title_en: string }>(
      `SELECT t.task_id, i.title_zh, i.title_en FROM tasks t JOIN instances i USING (instance_id) WHERE t.tenant_id = $1 AND t.task_id = ANY ($2::uuid[]) AND t.desk = ANY ($3)`,
      [visitor.tenantId, taskIds, desksOf(visitor)],
    );
    return new Map(rows.map((row) => [row.task_id, { zh: row.title_zh, en: row.title_en }]));
  }
}
