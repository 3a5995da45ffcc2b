import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { DefinitionLibrary } from '#engine';
import { Clock, Database, type Sql } from '#platform';
import { workflowFolder } from './paths.js';
import { readWorkflowFiles } from './workflow-files.js';

/** Publishes the workflow files that ship with the product to a tenant. */
@Injectable()
export class WorkflowPublisher {
  /** Read and checked once, for however many tenants: they stay as they are while the process runs. */
  #shipped: Awaited<ReturnType<typeof readWorkflowFiles>> | null = null;

  constructor(
    private readonly definitions: DefinitionLibrary,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly operations: OperationLog,
  ) {}

  async publish(tenantId: string): Promise<void> {
    const files = (this.#shipped ??= await readWorkflowFiles(workflowFolder));
    await this.database.transaction(async (sql) => {
      for (const definition of files) await this.definitions.publish(sql, tenantId, definition, this.clock.now());
      await this.#note(sql, tenantId);
    });
  }

  /** What this very transaction added; those that were published before are not published again. */
  async #note(sql: Sql, tenantId: string): Promise<void> {
    const added = await sql.query<{ workflow: string; version: number; sha256: string }>(
      `select workflow, version, encode(sha256(convert_to(body::text, 'UTF8')), 'hex') as sha256 from definitions
        where tenant_id = $1 and xmin = pg_current_xact_id()::xid order by workflow, version`,
      [tenantId],
    );
    const noted = added.map(({ workflow, ...details }) => ({
      tenantId,
      action: 'definition.published',
      object: { kind: 'definition', id: workflow },
      details,
    }));
    await this.operations.note(sql, noted);
  }
}
