import { Injectable } from '@nestjs/common';
import { DefinitionLibrary } from '#engine';
import { Clock, Database } from '#platform';
import { workflowFolder } from './paths.js';
import { readWorkflowFiles } from './workflow-files.js';

/** Publishes the workflow files that ship with the product to a tenant. */
@Injectable()
export class WorkflowPublisher {
  constructor(
    private readonly definitions: DefinitionLibrary,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async publish(tenantId: string): Promise<void> {
    const files = await readWorkflowFiles(workflowFolder);
    await this.database.transaction(async (sql) => {
      for (const definition of files) await this.definitions.publish(sql, tenantId, definition, this.clock.now());
    });
  }
}
