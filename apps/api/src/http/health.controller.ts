import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Database, DomainError } from '#platform';
import { z } from 'zod';
import { Open } from './access.js';
import { Replies } from './replies.js';

const live = z.object({ status: z.literal('live') });
const ready = z.object({ status: z.literal('ready') });

/** For whoever watches over the process. */
@ApiTags('health')
@Controller('health')
@Open('a load balancer has no account')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers' })
  @Replies(200, live)
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @ApiOperation({ summary: 'The process can write to its database; 503 where not' })
  @Replies(200, ready)
  async ready(): Promise<{ status: 'ready' }> {
    try {
      const [row] = await this.database.query<{ recovering: boolean }>(`SELECT pg_is_in_recovery() AS recovering`);
      if (row && !row.recovering) return { status: 'ready' };
    } catch {
      // Whatever keeps the database from answering, the answer to the watcher is the same.
    }
    throw new DomainError('unavailable', 'database.away', {
      zh: '数据库暂时不可用。',
      en: 'The database cannot be written to at the moment.',
    });
  }
}
