import { currentScope, unionOf, withinTenants, type TenantScope } from './tenant-scope.js';

export interface MicroBatchOptions {
  /** How many batches may be at work at once. */
  lanes: number;
  /** The most items of one batch. */
  most: number;
  /**
   * From so many items on, what waits is shared among the free lanes, so that one batch is prepared while another is at work;
   * fewer than half of it wait for the lane that is at work, for a batch has a price of its own. Without it the first free lane
   * takes all.
   */
  shareFrom?: number;
  /**
   * For how long the process stays awake, in milliseconds, while one item alone is at work: to fall asleep and be woken takes a tenth
   * of what such a statement takes. With more than one there is enough to do meanwhile. Without it the process sleeps.
   */
  awakeMs?: number;
}

interface Waiting<Item, Result> {
  item: Item;
  scope: TenantScope | null;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Does the work of many callers together, without making any of them wait for company: whenever a lane is free, it takes
 * all that waits, or its share of it. One caller alone is served at once; under load the batches grow by themselves. Where a batch fails for
 * what the database says of one item, each is tried alone, so that one never fails another. The work is for the tenants of
 * all its callers together, whoever of them was first.
 */
export class MicroBatch<Item, Result> {
  readonly #work: (items: Item[]) => Promise<Result[]>;
  readonly #options: MicroBatchOptions;
  #waiting: Waiting<Item, Result>[] = [];
  #busyLanes = 0;
  #isScheduled = false;
  #isAwake = false;

  constructor(work: (items: Item[]) => Promise<Result[]>, options: MicroBatchOptions) {
    this.#work = work;
    this.#options = options;
  }

  /** What the work answers for this item; rejects as the work does for it alone. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, scope: currentScope(), resolve, reject });
      this.#schedule();
    });
  }

  /** At the end of this turn of the event loop: what arrives together leaves together. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      const { lanes, most, shareFrom } = this.#options;
      while (this.#busyLanes < lanes) {
        if (this.#busyLanes > 0 && this.#waiting.length < (shareFrom ?? 0) / 2) return;
        const share = Math.ceil(this.#waiting.length / (lanes - this.#busyLanes));
        const batch = this.#waiting.splice(0, Math.min(most, Math.max(share, shareFrom ?? most)));
        if (batch.length === 0) return;
        void this.#run(batch);
      }
    });
  }

  async #run(batch: Waiting<Item, Result>[]): Promise<void> {
    this.#busyLanes += 1;
    if (this.#isAlone(batch)) this.#stayAwake(performance.now() + (this.#options.awakeMs ?? 0));
    try {
      await this.#together(batch);
    } finally {
      this.#busyLanes -= 1;
      if (this.#waiting.length > 0) this.#schedule();
    }
  }

  #isAlone(batch: Waiting<Item, Result>[]): boolean {
    return batch.length === 1 && this.#busyLanes === 1 && !this.#isAwake;
  }

  /** Lets the event loop turn, rather than wait for what comes next, until the item is done. */
  #stayAwake(untilMs: number): void {
    this.#isAwake = this.#busyLanes === 1 && this.#waiting.length === 0 && performance.now() < untilMs;
    if (this.#isAwake) setImmediate(() => this.#stayAwake(untilMs));
  }

  async #together(batch: Waiting<Item, Result>[]): Promise<void> {
    try {
      const work = (): Promise<Result[]> => this.#work(batch.map((one) => one.item));
      const results = await withinTenants(unionOf(batch.map((one) => one.scope)), work);
      batch.forEach((one, index) => one.resolve(results[index] as Result));
    } catch (error) {
      if (batch.length === 1 || !isOfOneRow(error)) for (const one of batch) one.reject(error);
      else for (const one of batch) await this.#together([one]);
    }
  }
}

/** Whether PostgreSQL refused the statement itself; a lost connection concerns the whole batch, and tells nothing of its fate. */
function isOfOneRow(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  return /^(?!08|57P)[0-9A-Z]{5}$/.test(error.code);
}
