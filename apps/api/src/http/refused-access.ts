import { Injectable, Logger } from '@nestjs/common';
import { OperationLog } from '#audit';
import type { Problem } from '#contracts';
import { Database } from '#platform';
import type { KnownRequest } from './visitor.js';

/** Notes who was refused what; the same person at the same door once a minute. */
@Injectable()
export class RefusedAccess {
  readonly #log = new Logger(RefusedAccess.name);

  constructor(
    private readonly database: Database,
    private readonly operations: OperationLog,
  ) {}

  /** Only of those who are signed in: strangers are told to sign in, and that is noted. */
  async note(request: KnownRequest, { status, code }: Problem): Promise<void> {
    const { visitor } = request;
    if (status !== 403 || !visitor) return;
    const { tenantId, accountId } = visitor;
    const object = { kind: 'route', id: `${request.method} ${request.routeOptions.url ?? ''}` };
    try {
      await this.operations.noteSparingly(
        this.database,
        {
          tenantId,
          action: 'access.refused',
          outcome: 'refused',
          object,
          details: { code, path: request.url.split('?', 1)[0]?.slice(0, 300) },
        },
        accountId,
      );
    } catch (error) {
      // Nothing was done: the refusal stands, noted or not.
      this.#log.error(error instanceof Error ? error.message : String(error));
    }
  }
}
