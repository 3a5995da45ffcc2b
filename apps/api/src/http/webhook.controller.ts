import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HAPPENINGS, type WebhookChanged, type WebhookList, type WebhookSecret } from '#contracts';
import { once, type CommandKey } from '#engine';
import { Database, type Sql } from '#platform';
import { WebhookGate, Webhooks, withoutQuery } from '#webhooks';
import { z } from 'zod';
import { Fresh, Permit } from './access.js';
import { happening, webhookChanged, webhookList, webhookSecret } from './answers/webhook-view.js';
import { Key } from './command-key.js';
import { plainText, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Throttled } from './throttling.js';
import { Who, type Visitor } from './visitor.js';

const order = z.strictObject({
  name: plainText(100).trim().min(1),
  address: plainText(500).trim().min(1),
  happenings: z.array(happening).min(1).max(HAPPENINGS.length),
  workflow: plainText(100).nullable().default(null),
});

/** Other systems that are told what happens. */
@ApiTags('webhook')
@Controller('api/webhooks')
export class WebhookController {
  constructor(
    private readonly database: Database,
    private readonly webhooks: Webhooks,
    private readonly gate: WebhookGate,
  ) {}

  @Get()
  @Permit('webhook.read')
  @ApiOperation({ summary: 'All web hooks, the oldest first, and the hosts that may be told' })
  @Replies(200, webhookList)
  async list(@Who() { tenantId, permissions }: Visitor): Promise<WebhookList> {
    const rows = await this.webhooks.list(this.database, tenantId);
    const isTold = permissions.includes('webhook.manage');
    return {
      hosts: [...this.gate.hosts],
      rows: isTold ? rows : rows.map((row) => ({ ...row, address: withoutQuery(row.address) })),
    };
  }

  @Post()
  @Permit('webhook.manage')
  @Fresh()
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Tells another system from now on; its secret is answered this once' })
  @Replies(201, webhookSecret)
  add(
    @Who() { tenantId }: Visitor,
    @Key() key: CommandKey,
    @Body({ schema: order }) body: z.infer<typeof order>,
  ): Promise<WebhookSecret> {
    return this.#onceWithSecret(tenantId, key, (sql) => this.webhooks.add(sql, tenantId, body));
  }

  @Put(':webhookId')
  @Permit('webhook.manage')
  @Fresh()
  @HttpCode(204)
  @ApiOperation({ summary: 'Tells another address, or of other things; what waits goes there, too' })
  async change(
    @Who() { tenantId }: Visitor,
    @Param('webhookId', { schema: uuid }) webhookId: string,
    @Body({ schema: order }) body: z.infer<typeof order>,
  ): Promise<void> {
    await this.database.transaction((sql) => this.webhooks.change(sql, tenantId, webhookId, body));
  }

  @Post(':webhookId/pause')
  @Permit('webhook.manage')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Sends it nothing until it goes on' })
  @Replies(200, webhookChanged)
  pause(
    @Who() { tenantId }: Visitor,
    @Key() key: CommandKey,
    @Param('webhookId', { schema: uuid }) webhookId: string,
  ): Promise<WebhookChanged> {
    return this.#once(tenantId, key, webhookId, (sql) => this.webhooks.pause(sql, tenantId, webhookId));
  }

  @Post(':webhookId/resume')
  @Permit('webhook.manage')
  @Fresh()
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Goes on where it stopped: what happened meanwhile is sent, too' })
  @Replies(200, webhookChanged)
  resume(
    @Who() { tenantId }: Visitor,
    @Key() key: CommandKey,
    @Param('webhookId', { schema: uuid }) webhookId: string,
  ): Promise<WebhookChanged> {
    return this.#once(tenantId, key, webhookId, (sql) => this.webhooks.resume(sql, tenantId, webhookId));
  }

  @Post(':webhookId/secret')
  @Permit('webhook.manage')
  @Fresh()
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Draws another secret; for 24 hours messages are signed with both' })
  @Replies(200, webhookSecret)
  renewSecret(
    @Who() { tenantId }: Visitor,
    @Key() key: CommandKey,
    @Param('webhookId', { schema: uuid }) webhookId: string,
  ): Promise<WebhookSecret> {
    return this.#onceWithSecret(tenantId, key, (sql) => this.webhooks.renewSecret(sql, tenantId, webhookId));
  }

  @Post(':webhookId/test')
  @Permit('webhook.manage')
  @Throttled('bulk')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Sends a message that tells of nothing; what became of it is among the deliveries' })
  @Replies(200, webhookChanged)
  test(
    @Who() { tenantId }: Visitor,
    @Key() key: CommandKey,
    @Param('webhookId', { schema: uuid }) webhookId: string,
  ): Promise<WebhookChanged> {
    return this.#once(tenantId, key, webhookId, (sql) => this.webhooks.test(sql, tenantId, webhookId));
  }

  @Delete(':webhookId')
  @Permit('webhook.manage')
  @Fresh()
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes it with everything that was sent, or waits' })
  async remove(@Who() { tenantId }: Visitor, @Param('webhookId', { schema: uuid }) webhookId: string): Promise<void> {
    await this.database.transaction((sql) => this.webhooks.remove(sql, tenantId, webhookId));
  }

  #once(
    tenantId: string,
    key: CommandKey,
    webhookId: string,
    work: (sql: Sql) => Promise<unknown>,
  ): Promise<WebhookChanged> {
    return once(this.database, tenantId, key, async (sql) => {
      await work(sql);
      return { webhookId };
    });
  }

  /** The answer that is kept for a repeated request is without the secret. */
  async #onceWithSecret(
    tenantId: string,
    key: CommandKey,
    work: (sql: Sql) => Promise<{ webhookId: string; secret: string }>,
  ): Promise<WebhookSecret> {
    let shown: string | null = null;
    const { webhookId } = await once(this.database, tenantId, key, async (sql) => {
      const made = await work(sql);
      shown = made.secret;
      return { webhookId: made.webhookId };
    });
    return { webhookId, secret: shown };
  }
}
