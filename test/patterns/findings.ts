import type { WorkflowDefinition } from '#contracts';
import { check, isError } from '#statechart';
import type { Workbench } from '../harness/workbench.js';

/** Rules that warn of what is meant so here, with the reason. */
const MEANT: Record<string, string> = {
  'event-has-a-sender': 'no people are needed to show a flow: the tests send the events that tasks and acts would send',
};

/** What the linter finds in all the definitions that were published on a bench, but for what is meant. */
export async function findingsOf({ database, tenantId }: Workbench): Promise<string[]> {
  const rows = await database.query<{ body: WorkflowDefinition }>(
    `SELECT body FROM definitions WHERE tenant_id = $1 ORDER BY workflow, version`,
    [tenantId],
  );
  const definitions = rows.map(({ body }) => body);
  if (definitions.length === 0) throw new Error('no definition was published here');
  return definitions.flatMap((definition) =>
    check(definition, definitions)
      .filter((finding) => isError(finding) || MEANT[finding.rule] === undefined)
      .map(({ rule, pointer }) => `${definition.workflow}: ${rule} at ${pointer}`),
  );
}
