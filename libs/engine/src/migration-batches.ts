import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { Database, DomainError } from '#platform';
import { Batches } from './batches.js';
import { CaseOperations } from './case-operations.js';
import { DefinitionLibrary } from './definition-library.js';
import type { Actor } from './effects.js';
import { once, type CommandKey } from './idempotency.js';

/** All running cases of one version are to go on under another. */
export interface MigrationOrder {
  tenantId: string;
  workflow: string;
  from: number;
  to: number;
  /** How states of the one are called in the other, where that has changed. */
  mapping: Record<string, string>;
  actor: Actor;
  reason: string;
  key: CommandKey;
}

interface MigrationItem {
  instanceId: string;
  version: number;
  mapping: Record<string, string>;
  reason: string;
}

/** Lets many cases go on under another version of their workflow; one that cannot says why, and stays where it is. */
@Injectable()
export class MigrationBatches {
  constructor(
    private readonly database: Database,
    private readonly batches: Batches,
    private readonly definitions: DefinitionLibrary,
    operations: CaseOperations,
    private readonly log: OperationLog,
  ) {
    batches.register<MigrationItem>({
      kind: 'migrate',
      run: async ({ payload, key }, { tenantId, actor }) => {
        await operations.migrate({ ...payload, tenantId, actor, key: { key, hash: key } });
        return { instanceId: payload.instanceId };
      },
    });
  }

  /** Orders the batch; refused with `migration.nothing` where no case of that version runs. */
  order(order: MigrationOrder): Promise<{ batchId: string }> {
    const { tenantId, workflow, from, to, mapping, actor, reason, key } = order;
    return once(this.database, tenantId, key, async (sql) => {
      const { title } = (await this.definitions.chart(tenantId, workflow, to, sql)).definition;
      const running = await sql.query<{ instance_id: string }>(
        `SELECT instance_id FROM instances WHERE tenant_id = $1 AND workflow = $2 AND version = $3 AND status <> 'done' ORDER BY started_at, instance_id`,
        [tenantId, workflow, from],
      );
      if (running.length === 0 || from === to) throw nothing(title.zh, title.en, from, to);
      const batchId = await this.batches.order(sql, {
        tenantId,
        kind: 'migrate',
        title: {
          zh: `${title.zh}：第 ${from} 版转入第 ${to} 版`,
          en: `${title.en}: from version ${from} to version ${to}`,
        },
        actor,
        items: running.map((row): MigrationItem => ({ instanceId: row.instance_id, version: to, mapping, reason })),
      });
      await this.log.note(sql, {
        tenantId,
        action: 'batch.ordered',
        object: { kind: 'batch', id: batchId },
        details: { workflow, from, to, mapping, reason, cases: running.length },
      });
      return { batchId };
    });
  }
}

function nothing(zh: string, en: string, from: number, to: number): DomainError {
  return new DomainError('conflict', 'migration.nothing', {
    zh: `流程“${zh}”没有需要从第 ${from} 版转入第 ${to} 版的在办事项。请核对版本号。`,
    en: `No running case of “${en}” is to go from version ${from} to version ${to}. Check the versions.`,
  });
}
