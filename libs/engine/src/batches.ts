import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, Database, DomainError, newId, withinTenants, type Sql } from '#platform';
import type { BatchKind, BatchOrder, RunningBatch, StartItem } from './batch-kinds.js';
import { BatchItems, type ClaimedItem, type ItemResult } from './batch-items.js';
import { Engine } from './engine.js';

/** How many claims of one batch are at work at once: the next are read while the last are written. */
const LANES = 2;

/** Carries out what was ordered as one, item by item. What there is to do, and what became of it, stands in the database. */
@Injectable()
export class Batches implements BeforeApplicationShutdown {
  readonly #log = new Logger(Batches.name);
  readonly #kinds = new Map<string, BatchKind<object>>();
  readonly #items: BatchItems;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosing = false;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    engine: Engine,
  ) {
    this.#items = new BatchItems(database);
    this.register<StartItem>({
      kind: 'start',
      run: (item, batch) =>
        engine.start({ ...item.payload, tenantId: batch.tenantId, actor: batch.actor, key: item.key }),
    });
  }

  /** Says how items of a kind are carried out; each kind once. */
  register<Payload extends object>(kind: BatchKind<Payload>): void {
    if (this.#kinds.has(kind.kind)) throw new Error(`batches of kind ${kind.kind} are registered twice`);
    this.#kinds.set(kind.kind, kind);
  }

  /** Orders a batch, in the caller's transaction; it begins once that is committed. Answers its id. */
  async order(sql: Sql, order: BatchOrder): Promise<string> {
    if (!this.#kinds.has(order.kind)) throw new Error(`nothing carries out batches of kind ${order.kind}`);
    const batchId = newId();
    await sql.query(
      `INSERT INTO batches (batch_id, tenant_id, kind, title_zh, title_en, status, total, actor, made_at)
       VALUES ($1, $2, $3, $4, $5, 'running', $6, $7::jsonb, $8)`,
      [
        batchId,
        order.tenantId,
        order.kind,
        order.title.zh,
        order.title.en,
        order.items.length,
        JSON.stringify(order.actor),
        this.clock.now(),
      ],
    );
    await this.#items.add(sql, order.tenantId, batchId, order.items);
    return batchId;
  }

  /** Carries out what waits, until nothing is left or the process ends; answers how many items were tried. */
  runReady(): Promise<number> {
    const ran = this.#turn.then(() => this.#runAll());
    this.#turn = ran.catch(() => undefined);
    return ran;
  }

  /** What is at work is written before the database goes. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#isClosing = true;
    await this.#turn;
  }

  async #runAll(): Promise<number> {
    let all = 0;
    for (;;) {
      let ran = 0;
      // Batches take turns: a small one does not wait until a large one is over.
      for (const batch of await this.#open()) ran += await withinTenants([batch.tenantId], () => this.#runSome(batch));
      if (ran === 0 || this.#isClosing) return all;
      all += ran;
    }
  }

  /** Those with items to carry out; of a cancelled batch, items that were begun are brought to an end. */
  async #open(): Promise<RunningBatch[]> {
    const rows = await this.database.query<{
      batch_id: string;
      tenant_id: string;
      kind: string;
      actor: RunningBatch['actor'];
    }>(
      `SELECT batch_id, tenant_id, kind, actor FROM batches
       WHERE ended_at IS NULL AND status IN ('running', 'cancelled') AND kind = ANY ($1) ORDER BY made_at, batch_id`,
      [[...this.#kinds.keys()]],
    );
    return rows.map((row) => ({
      batchId: row.batch_id,
      tenantId: row.tenant_id,
      kind: row.kind,
      actor: row.actor,
    }));
  }

  async #runSome(batch: RunningBatch): Promise<number> {
    if (this.#isClosing) return 0;
    const ran = await Promise.all(Array.from({ length: LANES }, () => this.#runFresh(batch)));
    const tried = ran.reduce((sum, one) => sum + one, 0) || (await this.#runTried(batch));
    if (tried === 0) await this.#end(batch);
    return tried;
  }

  async #runFresh(batch: RunningBatch): Promise<number> {
    const items = await this.#items.claimFresh(batch.batchId);
    await this.#items.settle(batch.batchId, await Promise.all(items.map((item) => this.#runOne(batch, item))));
    return items.length;
  }

  /** Items that were begun before go alone: one that kills the process must not take others with it. */
  async #runTried(batch: RunningBatch): Promise<number> {
    const item = await this.#items.claimTried(batch.batchId);
    if (!item) return 0;
    if (!item.isGivenUp) await this.#items.settle(batch.batchId, [await this.#runOne(batch, item)]);
    return 1;
  }

  async #runOne(batch: RunningBatch, { no, fence, attempts, payload }: ClaimedItem): Promise<ItemResult> {
    const key = `batch:${batch.batchId}:${no}`;
    try {
      const ran = await this.#kinds.get(batch.kind)?.run({ no, payload, key }, batch);
      return { no, fence, status: 'done', instanceId: ran?.instanceId ?? null };
    } catch (error) {
      if (error instanceof DomainError) return { no, fence, status: 'failed', code: error.code, detail: error.detail };
      this.#log.warn(`item ${no} of batch ${batch.batchId} failed at attempt ${attempts}: ${String(error)}`);
      return this.#items.failure({ no, fence, attempts }, error);
    }
  }

  /** In a statement of its own, after the results: of two workers, the later one sees that nothing waits. */
  async #end(batch: RunningBatch): Promise<void> {
    await this.database.query(
      `UPDATE batches b SET ended_at = $2, status = CASE status WHEN 'running' THEN 'done' ELSE status END
       WHERE batch_id = $1 AND ended_at IS NULL AND status IN ('running', 'cancelled')
         AND NOT EXISTS (SELECT FROM batch_items i WHERE i.batch_id = b.batch_id AND i.status = 'waiting')`,
      [batch.batchId, this.clock.now()],
    );
  }
}
