import type { Text } from '#contracts';
import type { Database, Sql } from '#platform';

/** An item under a lease. */
export interface ClaimedItem {
  no: number;
  fence: number;
  /** This one included. */
  attempts: number;
  payload: object;
}

/** What became of an item; one that waits is tried again after a pause. */
export interface ItemResult {
  no: number;
  fence: number;
  status: 'done' | 'failed' | 'waiting';
  instanceId?: string | null;
  code?: string;
  detail?: Text;
  pauseSeconds?: number;
}

const LEASE_SECONDS = 30;
const MAX_ATTEMPTS = 5;
const CLAIM = 500;
const ADDED_AT_ONCE = 10_000;

const CLAIMED = `
  UPDATE batch_items i SET lease_until = now() + make_interval(secs => $2), fence = i.fence + 1, attempts = i.attempts + 1`;

const FRESH = `${CLAIMED}
  FROM (SELECT batch_id, no FROM batch_items WHERE batch_id = $1 AND status = 'waiting' AND attempts = 0
      AND EXISTS (SELECT FROM batches b WHERE b.batch_id = $1 AND b.status = 'running')
    ORDER BY no LIMIT $3 FOR UPDATE SKIP LOCKED) due
  WHERE i.batch_id = due.batch_id AND i.no = due.no
  RETURNING i.no, i.fence, i.attempts, i.payload`;

/** One that was begun so often already is not begun again: whoever did, did not live to say why. */
const TRIED = `${CLAIMED}, status = CASE WHEN i.attempts >= $3 THEN 'failed' ELSE i.status END,
    code = CASE WHEN i.attempts >= $3 THEN 'item.broke-off' END, detail_zh = CASE WHEN i.attempts >= $3 THEN $4 END,
    detail_en = CASE WHEN i.attempts >= $3 THEN $5 END
  FROM (SELECT batch_id, no FROM batch_items WHERE batch_id = $1 AND status = 'waiting' AND attempts > 0 AND lease_until < now()
    ORDER BY attempts, no LIMIT 1 FOR UPDATE SKIP LOCKED) due
  WHERE i.batch_id = due.batch_id AND i.no = due.no
  RETURNING i.no, i.fence, i.attempts, i.payload, i.status = 'failed' AS is_given_up`;

const SETTLED = `
  UPDATE batch_items i SET status = r.status, instance_id = r.instance_id, code = r.code, detail_zh = r.detail_zh, detail_en = r.detail_en,
    lease_until = now() + make_interval(secs => r.pause)
  FROM jsonb_to_recordset($2::jsonb) AS r(no integer, fence integer, status text, instance_id uuid, code text, detail_zh text,
    detail_en text, pause double precision)
  WHERE i.batch_id = $1 AND i.no = r.no AND i.fence = r.fence AND i.status = 'waiting'`;

const GAVE_UP: Text = {
  zh: `办理 ${MAX_ATTEMPTS} 次都中途断掉，原因不明，已不再重试。请先核对此项是否已经办成，再单独办理。`,
  en: `It broke off ${MAX_ATTEMPTS} times without a word, and is not tried again. Check whether it was done after all, then do it by itself.`,
};

/** The items of batches: claimed under a lease, fenced, attempts counted as they are claimed. */
export class BatchItems {
  constructor(private readonly database: Database) {}

  async add(sql: Sql, tenantId: string, batchId: string, items: object[]): Promise<void> {
    for (let from = 0; from < items.length; from += ADDED_AT_ONCE) {
      await sql.query(
        `INSERT INTO batch_items (batch_id, no, tenant_id, payload, status)
         SELECT $1, $2 + no, $3, payload, 'waiting' FROM jsonb_array_elements($4::jsonb) WITH ORDINALITY AS item(payload, no)`,
        [batchId, from, tenantId, JSON.stringify(items.slice(from, from + ADDED_AT_ONCE))],
      );
    }
  }

  /** Many that nobody began. */
  claimFresh(batchId: string): Promise<ClaimedItem[]> {
    return this.database.prepared<ClaimedItem>(FRESH, [batchId, LEASE_SECONDS, CLAIM]);
  }

  /** One whose lease or pause is over. */
  async claimTried(batchId: string): Promise<(ClaimedItem & { isGivenUp: boolean }) | null> {
    const [item] = await this.database.prepared<ClaimedItem & { is_given_up: boolean }>(TRIED, [
      batchId,
      LEASE_SECONDS,
      MAX_ATTEMPTS,
      GAVE_UP.zh,
      GAVE_UP.en,
    ]);
    return item ? { ...item, isGivenUp: item.is_given_up } : null;
  }

  /** Writes what became of items; one that another worker claimed meanwhile is the other's. */
  async settle(batchId: string, results: ItemResult[]): Promise<void> {
    if (results.length === 0) return;
    await this.database.prepared(SETTLED, [
      batchId,
      JSON.stringify(
        results.map(({ no, fence, status, instanceId, code, detail, pauseSeconds }) => ({
          no,
          fence,
          status,
          instance_id: instanceId,
          code,
          detail_zh: detail?.zh,
          detail_en: detail?.en,
          pause: pauseSeconds,
        })),
      ),
    ]);
  }

  /** The result of an item that failed for no reason of its own: a pause that doubles, failed after the last attempt. */
  failure(item: Pick<ClaimedItem, 'no' | 'fence' | 'attempts'>, error: unknown): ItemResult {
    const { no, fence, attempts } = item;
    const pauseSeconds = 2 ** attempts * (0.8 + 0.4 * Math.random());
    if (attempts < MAX_ATTEMPTS) return { no, fence, status: 'waiting', pauseSeconds };
    return {
      no,
      fence,
      status: 'failed',
      code: 'item.failed',
      detail: {
        zh: `系统试了 ${attempts} 次都没有办成：${String(error)}。请排除故障后单独办理。`,
        en: `It failed ${attempts} times: ${String(error)}. Mend the cause, then do it by itself.`,
      },
    };
  }
}
