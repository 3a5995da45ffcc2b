import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { IncidentKind, IncidentPage, IncidentSettled, IncidentView } from '#contracts';
import { DefinitionLibrary, Incidents, type CommandKey, type Incident } from '#engine';
import { decodeCursor, encodeCursor } from '#tasks';
import { z } from 'zod';
import { incidentName } from '../incident-name.js';
import { Permit } from './access.js';
import { acting } from './acting.js';
import { incidentKind, incidentPage, incidentSettled } from './answers/incident-page.js';
import { Key } from './command-key.js';
import { limit, optionalText, reason, uuid } from './query-fields.js';
import { Replies } from './replies.js';
import { Who, type Visitor } from './visitor.js';

const query = z.strictObject({ cursor: optionalText(200), limit });
const givingUp = z.strictObject({ reason });

/** What the engine gave up after its last attempt. */
@ApiTags('incident')
@Controller('api/incidents')
export class IncidentController {
  constructor(
    private readonly incidents: Incidents,
    private readonly definitions: DefinitionLibrary,
  ) {}

  @Get()
  @Permit('incident.settle')
  @ApiOperation({ summary: 'One page of what was given up, newest first' })
  @Replies(200, incidentPage)
  async page(@Who() visitor: Visitor, @Query({ schema: query }) asked: z.infer<typeof query>): Promise<IncidentPage> {
    const after = asked.cursor ? decodeCursor(asked.cursor) : null;
    const found = await this.incidents.list(visitor.tenantId, after, asked.limit + 1);
    const page = found.slice(0, asked.limit);
    const last = found.length > asked.limit ? page.at(-1) : undefined;
    return {
      rows: await Promise.all(page.map((incident) => this.#shown(visitor, incident))),
      nextCursor: last ? encodeCursor(last.sortAt, last.id) : null,
    };
  }

  @Post(':kind/:id/retry')
  @Permit('incident.settle')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Lets it be tried again, with all its attempts' })
  @Replies(200, incidentSettled)
  retry(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('kind', { schema: incidentKind }) kind: IncidentKind,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<IncidentSettled> {
    const actor = acting(visitor, 'incident.settle');
    return this.incidents.retry({ tenantId: visitor.tenantId, kind, id, actor, key });
  }

  @Post(':kind/:id/give-up')
  @Permit('incident.settle')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiOperation({ summary: 'Lets it be, for a reason that is kept' })
  @Replies(200, incidentSettled)
  giveUp(
    @Who() visitor: Visitor,
    @Key() key: CommandKey,
    @Param('kind', { schema: incidentKind }) kind: IncidentKind,
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: givingUp }) body: z.infer<typeof givingUp>,
  ): Promise<IncidentSettled> {
    const actor = acting(visitor, 'incident.settle');
    return this.incidents.giveUp({ tenantId: visitor.tenantId, kind, id, actor, key, ...body });
  }

  async #shown(visitor: Visitor, incident: Incident): Promise<IncidentView> {
    const { kind, id, instanceId, title, workflow, version, since, attempts, lastError } = incident;
    const chart =
      workflow === null || version === null ? null : await this.definitions.chart(visitor.tenantId, workflow, version);
    const name = incidentName(incident, chart);
    return { kind, id, name, instanceId, title, since: since.toISOString(), attempts, lastError };
  }
}
