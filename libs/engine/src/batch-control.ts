import { Injectable } from '@nestjs/common';
import { OperationLog } from '#audit';
import { Database, DomainError, type Sql } from '#platform';
import type { BatchStatus } from './batch-kinds.js';
import { once, type CommandKey } from './idempotency.js';

/** A batch with how far it has come. */
export interface BatchProgress {
  batchId: string;
  kind: string;
  titleZh: string;
  titleEn: string;
  status: BatchStatus;
  total: number;
  waiting: number;
  failed: number;
  cancelled: number;
  orderedBy: string | null;
  madeAt: Date;
  endedAt: Date | null;
  /** Its place in the list, as text. */
  sortAt: string;
}

/** An item that failed, or was cancelled before it began. */
export interface NotDone {
  no: number;
  status: 'failed' | 'cancelled';
  titleZh: string | null;
  titleEn: string | null;
  instanceId: string | null;
  code: string | null;
  detailZh: string | null;
  detailEn: string | null;
}

const PROGRESS = `
  SELECT b.batch_id AS "batchId", b.kind, b.title_zh AS "titleZh", b.title_en AS "titleEn", b.status, b.total, b.actor ->> 'accountId' AS "orderedBy",
    b.made_at AS "madeAt", b.ended_at AS "endedAt", b.made_at::text AS "sortAt",
    (SELECT count(*)::int FROM batch_items i WHERE i.batch_id = b.batch_id AND i.status = 'waiting') AS waiting,
    (SELECT count(*)::int FROM batch_items i WHERE i.batch_id = b.batch_id AND i.status = 'failed') AS failed,
    (SELECT count(*)::int FROM batch_items i WHERE i.batch_id = b.batch_id AND i.status = 'cancelled') AS cancelled
  FROM batches b`;

/** Which batches there are, how far they have come, and the hand that stops them. */
@Injectable()
export class BatchControl {
  constructor(
    private readonly database: Database,
    private readonly operations: OperationLog,
  ) {}

  /** The newest first, those after a place in the list. */
  list(tenantId: string, after: { at: string; id: string } | null, limit: number): Promise<BatchProgress[]> {
    return this.database.query<BatchProgress>(
      `${PROGRESS} WHERE b.tenant_id = $1 AND ($2::timestamptz IS NULL OR (b.made_at, b.batch_id) < ($2, $3::uuid))
       ORDER BY b.made_at DESC, b.batch_id DESC LIMIT $4`,
      [tenantId, after?.at ?? null, after?.id ?? null, limit],
    );
  }

  /** One batch; refused with `batch.missing`. */
  async read(tenantId: string, batchId: string, sql: Sql = this.database): Promise<BatchProgress> {
    const [batch] = await sql.query<BatchProgress>(`${PROGRESS} WHERE b.tenant_id = $1 AND b.batch_id = $2`, [
      tenantId,
      batchId,
    ]);
    if (!batch) throw missing();
    return batch;
  }

  /** What was not done and why, in the order of the items, those after a number. */
  notDone(tenantId: string, batchId: string, after: number, limit: number): Promise<NotDone[]> {
    return this.database.query<NotDone>(
      `SELECT b.no, b.status, coalesce(i.title_zh, b.payload #>> '{title,zh}') AS "titleZh", coalesce(i.title_en, b.payload #>> '{title,en}') AS "titleEn",
         i.instance_id AS "instanceId", b.code, b.detail_zh AS "detailZh", b.detail_en AS "detailEn"
       FROM batch_items b LEFT JOIN instances i ON i.tenant_id = b.tenant_id
         AND i.instance_id = coalesce(b.instance_id, (b.payload ->> 'instanceId')::uuid)
       WHERE b.tenant_id = $1 AND b.batch_id = $2 AND b.status IN ('failed', 'cancelled') AND b.no > $3 ORDER BY b.no LIMIT $4`,
      [tenantId, batchId, after, limit],
    );
  }

  /** Begins no more items until it is resumed; those that are at work are finished. */
  pause(tenantId: string, batchId: string, key: CommandKey): Promise<{ batchId: string }> {
    return this.#turn(tenantId, batchId, key, ['running'], 'paused');
  }

  /** Goes on where it was paused. */
  resume(tenantId: string, batchId: string, key: CommandKey): Promise<{ batchId: string }> {
    return this.#turn(tenantId, batchId, key, ['paused'], 'running');
  }

  /** Gives up what was not begun; what was done stays done. */
  cancel(tenantId: string, batchId: string, key: CommandKey): Promise<{ batchId: string }> {
    return this.#turn(tenantId, batchId, key, ['running', 'paused'], 'cancelled', (sql) =>
      sql.query(
        `UPDATE batch_items SET status = 'cancelled' WHERE batch_id = $1 AND status = 'waiting' AND attempts = 0`,
        [batchId],
      ),
    );
  }

  #turn(
    tenantId: string,
    batchId: string,
    key: CommandKey,
    from: BatchStatus[],
    to: BatchStatus,
    besides?: (sql: Sql) => Promise<unknown>,
  ): Promise<{ batchId: string }> {
    return once(this.database, tenantId, key, async (sql) => {
      const changed = await sql.query(
        `UPDATE batches SET status = $4 WHERE tenant_id = $1 AND batch_id = $2 AND status = ANY ($3) RETURNING batch_id`,
        [tenantId, batchId, from, to],
      );
      if (changed.length === 0) throw passed(await this.read(tenantId, batchId, sql));
      await besides?.(sql);
      const action = to === 'running' ? 'batch.resumed' : `batch.${to}`;
      await this.operations.note(sql, { tenantId, action, object: { kind: 'batch', id: batchId } });
      return { batchId };
    });
  }
}

function missing(): DomainError {
  return new DomainError('missing', 'batch.missing', {
    zh: '没有这项批量任务。请回到批量任务列表核对。',
    en: 'There is no such batch. Check it in the list of batches.',
  });
}

const STANDS: Record<BatchStatus, { zh: string; en: string }> = {
  running: { zh: '正在进行', en: 'running' },
  paused: { zh: '已暂停', en: 'paused' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  done: { zh: '已完成', en: 'done' },
};

function passed(batch: BatchProgress): DomainError {
  const { zh, en } = STANDS[batch.status];
  return new DomainError(
    'conflict',
    'batch.passed',
    {
      zh: `批量任务“${batch.titleZh}”${zh}，不能这样操作。请刷新查看现在的状态。`,
      en: `The batch “${batch.titleEn}” is ${en}, so this cannot be done. Refresh to see how it stands.`,
    },
    { params: { status: batch.status } },
  );
}
