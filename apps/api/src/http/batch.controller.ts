import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { BatchChanged, BatchDetail, BatchFailure, BatchPage, BatchView } from '#contracts';
import { BatchControl, MigrationBatches, type BatchProgress, type CommandKey, type NotDone } from '#engine';
import { Actors } from '#organisation';
import { Database } from '#platform';
import { decodeCursor, encodeCursor } from '#tasks';
import { z } from 'zod';
import { Permit } from './access.js';
import { batchChanged, batchDetail, batchPage } from './answers/batch-page.js';
import { acting } from './acting.js';
import { Key } from './command-key.js';
import { limit, optionalText, plainText, reason, stateMapping, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Throttled } from './throttling.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({ cursor: optionalText(200), limit });
const part = z.strictObject({ after: z.coerce.number().int().min(0).max(2_000_000_000).default(0), limit });

const version = z.number().int().min(1).max(1_000_000);
const migration = z.strictObject({
  workflow: plainText(100),
  from: version,
  to: version,
  mapping: stateMapping,
  reason,
});

/** Many commands that were ordered as one. */
@ApiTags('batch')
@Controller('api/batches')
export class BatchController {
  constructor(
    private readonly control: BatchControl,
    private readonly migrations: MigrationBatches,
    private readonly actors: Actors,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('batch.manage')
  @ApiOperation({ summary: 'One page of batches, newest first' })
  @Replies(200, batchPage)
  async page(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<BatchPage> {
    const after = asked.cursor ? decodeCursor(asked.cursor) : null;
    const found = await this.control.list(visitor.tenantId, after, asked.limit + 1);
    const page = found.slice(0, asked.limit);
    const last = found.length > asked.limit ? page.at(-1) : undefined;
    return {
      rows: await this.#shown(visitor, page),
      nextCursor: last ? encodeCursor(last.sortAt, last.batchId) : null,
    };
  }

  @Get(':batchId')
  @Permit('batch.manage')
  @ApiOperation({ summary: 'One batch with what was not done, and why' })
  @Replies(200, batchDetail)
  async read(
    @Who() visitor: Visitor,
    @Param('batchId', { schema: uuid }) batchId: string,
    @Query({ schema: part }) asked: z.infer<typeof part>,
  ): Promise<BatchDetail> {
    const { tenantId } = visitor;
    const progress = await this.control.read(tenantId, batchId);
    const found = await this.control.notDone(tenantId, batchId, asked.after, asked.limit + 1);
    const page = found.slice(0, asked.limit);
    return {
      ...shown(progress, await this.#named(visitor, [progress])),
      failures: page.map(failureOf),
      nextAfter: found.length > asked.limit ? (page.at(-1)?.no ?? null) : null,
    };
  }

  @Post('migrations')
  @Permit('batch.manage')
  @Throttled('bulk')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Orders that all running cases of one version go on under another' })
  @Replies(201, batchChanged)
  migrate(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Body({ schema: migration }) body: z.infer<typeof migration>,
  ): Promise<BatchChanged> {
    const actor = acting(visitor, 'batch.manage');
    return this.migrations.order({ ...body, tenantId: visitor.tenantId, actor, key });
  }

  @Post(':batchId/pause')
  @Permit('batch.manage')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Begins no more items until it is resumed' })
  @Replies(200, batchChanged)
  pause(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('batchId', { schema: uuid }) batchId: string,
  ): Promise<BatchChanged> {
    return this.control.pause(visitor.tenantId, batchId, key);
  }

  @Post(':batchId/resume')
  @Permit('batch.manage')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Goes on where it was paused' })
  @Replies(200, batchChanged)
  resume(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('batchId', { schema: uuid }) batchId: string,
  ): Promise<BatchChanged> {
    return this.control.resume(visitor.tenantId, batchId, key);
  }

  @Post(':batchId/cancel')
  @Permit('batch.manage')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Gives up what was not begun; what was done stays done' })
  @Replies(200, batchChanged)
  cancel(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('batchId', { schema: uuid }) batchId: string,
  ): Promise<BatchChanged> {
    return this.control.cancel(visitor.tenantId, batchId, key);
  }

  async #shown(visitor: Visitor, page: BatchProgress[]): Promise<BatchView[]> {
    const named = await this.#named(visitor, page);
    return page.map((batch) => shown(batch, named));
  }

  #named(visitor: Visitor, page: BatchProgress[]): ReturnType<Actors['named']> {
    return this.actors.named(
      this.database,
      visitor.tenantId,
      page.flatMap((batch) => batch.orderedBy ?? []),
    );
  }
}

function shown(batch: BatchProgress, named: Awaited<ReturnType<Actors['named']>>): BatchView {
  const { batchId, kind, status, total, failed, cancelled, waiting } = batch;
  return {
    batchId,
    kind,
    title: { zh: batch.titleZh, en: batch.titleEn },
    status,
    total,
    done: total - failed - cancelled - waiting,
    failed,
    cancelled,
    waiting,
    orderedBy: named.get(batch.orderedBy ?? '') ?? null,
    madeAt: batch.madeAt.toISOString(),
    endedAt: batch.endedAt?.toISOString() ?? null,
  };
}

function failureOf(item: NotDone): BatchFailure {
  const { no, status, instanceId, titleZh, titleEn, code, detailZh, detailEn } = item;
  return {
    no,
    status,
    title: titleZh === null ? null : { zh: titleZh, en: titleEn ?? titleZh },
    instanceId,
    problem: code === null ? null : { code, detail: { zh: detailZh ?? code, en: detailEn ?? code } },
  };
}
