import { Controller, Get, Header, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChainState, OperationHistory, OperationLog, type NotedOperation, type OperationFilter } from '#audit';
import type { AuditPage, OperationView } from '#contracts';
import { Actors, isPost, postTitle } from '#organisation';
import { Database } from '#platform';
import { decodeCursor, encodeCursor } from '#tasks';
import { z } from 'zod';
import { Fresh, Permit } from './access.js';
import { auditPage } from './answers/audit-page.js';
import { operationsAsCsv } from './operations-as-csv.js';
import { limit, optionalText } from './query-fields.js';
import { Replies } from './replies.js';
import { Throttled } from './throttling.js';
import { Who, type Visitor } from './visitor.js';

const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .nullable()
  .default(null);

const filter = z.strictObject({
  from: moment,
  to: moment,
  actor: optionalText(100),
  action: optionalText(100),
  object: optionalText(200),
  outcome: z.enum(['done', 'refused']).nullable().default(null),
});
const query = filter.extend({ cursor: optionalText(200), limit });

/** The operation log: who did what, from where; and how far it is sealed. */
@ApiTags('audit')
@Controller('api/audit')
export class AuditController {
  constructor(
    private readonly history: OperationHistory,
    private readonly chain: ChainState,
    private readonly operations: OperationLog,
    private readonly actors: Actors,
    private readonly database: Database,
  ) {}

  @Get()
  @Permit('audit.read')
  @ApiOperation({ summary: 'One page of the operation log, newest first, and how far the audit trail is proved' })
  @Replies(200, auditPage)
  async page(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<AuditPage> {
    const { tenantId, accountId } = visitor;
    const read = { tenantId, action: 'personal-data.read', object: { kind: 'operation-log', id: 'page' } };
    await this.operations.noteSparingly(this.database, read, accountId);
    const { cursor, limit: most, ...wanted } = asked;
    const found = await this.history.page(tenantId, wanted, cursor ? decodeCursor(cursor) : null, most + 1);
    const page = found.slice(0, most);
    const last = found.length > most ? page.at(-1) : undefined;
    return {
      rows: await this.#shown(tenantId, page),
      nextCursor: last ? encodeCursor(last.sortAt, last.entryId) : null,
      chain: await this.chain.read(),
    };
  }

  @Get('export')
  @Permit('audit.read')
  @Fresh()
  @Throttled('export')
  @Header('Content-Disposition', 'attachment; filename="operation-log.csv"')
  @ApiOperation({ summary: 'The entries that fit as CSV for spreadsheets, newest first; itself noted in the log' })
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  async export(
    @Who() visitor: Visitor,
    @Query({ schema: filter }) wanted: z.infer<typeof filter>,
  ): Promise<StreamableFile> {
    const { tenantId } = visitor;
    const object = { kind: 'operation-log', id: 'csv' };
    await this.operations.note(this.database, { tenantId, action: 'export.made', object, details: saidOf(wanted) });
    return new StreamableFile(operationsAsCsv(this.history, tenantId, wanted), { type: 'text/csv; charset=utf-8' });
  }

  async #shown(tenantId: string, page: readonly NotedOperation[]): Promise<OperationView[]> {
    const named = await this.actors.named(
      this.database,
      tenantId,
      page.flatMap(({ actorId }) => actorId ?? []),
    );
    return page.map(({ sortAt: _, actorId, actorPost, objectKind, objectId, at, ...operation }) => ({
      ...operation,
      at: at.toISOString(),
      name: named.get(actorId ?? '')?.post ?? null,
      post: actorPost !== null && isPost(actorPost) ? postTitle(actorPost) : null,
      object: objectKind === null || objectId === null ? null : { kind: objectKind, id: objectId },
    }));
  }
}

/** What of the filter was said, for the log. */
function saidOf(wanted: OperationFilter): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
}
