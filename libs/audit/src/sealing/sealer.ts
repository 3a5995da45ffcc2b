import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Database, Foreground, type Sql } from '#platform';
import { AuditSettings } from '../audit-settings.js';
import { addBlocks, lastBlock, linkAt } from '../chain/blocks.js';
import {
  closingLinkOf,
  lineOf,
  linkOf,
  NOTHING,
  type Block,
  type BlockHead,
  type HashAlgorithm,
} from '../chain/link.js';
import { BEGINNING, before } from '../chain/position.js';
import { entriesBetween, readAlongIndexes, type AuditSource, type Entry } from '../chain/source.js';
import { Checkpoints } from '../checkpoints/checkpoints.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';

// Any number will do, as long as every process takes the same.
export const CHAIN_LOCK = 2017_0105;

/** So many entries are sealed in one transaction, and so many in one block. */
const PORTION = 4_000;
const BLOCK = 1_000;
/** A checkpoint is written after so many entries, or so long after the last. */
const CHECKPOINT_ENTRIES = 1_000;
const CHECKPOINT_MS = 60_000;

interface Portion {
  count: number;
  sealed: Block[];
  /** The end of the chain. */
  last: BlockHead | null;
  now: Date;
}

/**
 * Chains the entries of the sources, those that are committed, in the order in which their transactions began, and says outside
 * the database how far it has come. Nobody waits for it: who writes entries writes them without a link.
 */
@Injectable()
export class Sealer {
  readonly #log = new Logger(Sealer.name);
  #checkpoint: Checkpoint | null = null;
  #isStopped = false;

  constructor(
    private readonly database: Database,
    private readonly sources: readonly AuditSource[],
    private readonly settings: AuditSettings,
    private readonly checkpoints: Checkpoints,
    private readonly foreground: Foreground,
  ) {}

  /**
   * Seals all that is there and not sealed; answers how many entries that were. Another process that seals already, is left
   * to it. Where the chain is not the one that the last checkpoint tells of, nothing is sealed, so that no second one grows.
   */
  async seal(): Promise<number> {
    let sealed = 0;
    for (;;) {
      await this.foreground.quiet();
      const portion = await this.database.transaction((sql) => this.#sealSome(sql));
      if (portion === null) return sealed;
      sealed += portion.count;
      await this.#sayHowFar(portion);
      if (portion.count < PORTION) return sealed;
    }
  }

  async #sealSome(sql: Sql): Promise<Portion | null> {
    const [lock] = await sql.query<{ isMine: boolean; horizon: string; now: Date }>(
      `select pg_try_advisory_xact_lock(${CHAIN_LOCK}) as "isMine", oldest_open_xact() as horizon, now()`,
    );
    if (!lock?.isMine) return null;
    const last = await lastBlock(sql);
    if (!(await this.#continues(sql))) return null;
    await readAlongIndexes(sql);
    const between = { after: last?.upTo ?? BEGINNING, upTo: before(Number(lock.horizon)) };
    const entries = await entriesBetween(sql, this.sources, between, PORTION);
    const blocks = await blocksOf(entries, last, this.settings.algorithm, lock.now);
    await addBlocks(sql, blocks);
    return { count: entries.length, sealed: blocks, last: blocks.at(-1) ?? last, now: lock.now };
  }

  /** Whether the chain is still the one of which the last checkpoint tells. */
  async #continues(sql: Sql): Promise<boolean> {
    this.#checkpoint = await this.checkpoints.last();
    const known = this.#checkpoint;
    const continues = known === null || known.seq === 0 || (await linkAt(sql, known.seq)) === known.link;
    if (!continues && !this.#isStopped)
      this.#log.error(
        `审计链与检查点不符（第 ${known.seq} 条），已停止封存：请运行 npm run kaoping -- audit verify。 The audit chain is not that of the last checkpoint (entry ${known.seq}); sealing has stopped: run npm run kaoping -- audit verify.`,
      );
    this.#isStopped = !continues;
    return continues;
  }

  /** Tells of each thousand entries, and of the last of all where nothing was told for long. */
  async #sayHowFar({ sealed, last, now }: Portion): Promise<void> {
    const told = this.#checkpoint;
    let seq = told?.seq ?? 0;
    const isLongAgo = now.getTime() - new Date(told?.at ?? 0).getTime() >= CHECKPOINT_MS;
    const due = [...sealed, ...(last === null ? [] : [last])].filter(({ lastSeq }, at) => {
      const isDue = lastSeq - seq >= CHECKPOINT_ENTRIES || (at === sealed.length && isLongAgo && lastSeq > seq);
      if (isDue) seq = lastSeq;
      return isDue;
    });
    const at = now.toISOString();
    const checkpoints = due.map(({ lastSeq, link }): Checkpoint => ({ kind: 'sealed', seq: lastSeq, link, at }));
    if (checkpoints.length === 0) return;
    await this.checkpoints.add(...checkpoints);
    this.#checkpoint = checkpoints.at(-1) ?? told;
  }
}

/** The entries in blocks, chained to the last. A block takes ten milliseconds: between two, the same thread answers people. */
async function blocksOf(
  entries: readonly Entry[],
  last: BlockHead | null,
  algorithm: HashAlgorithm,
  sealedAt: Date,
): Promise<Block[]> {
  const blocks: Block[] = [];
  for (let from = 0; from < entries.length; from += BLOCK) {
    const before = blocks.at(-1) ?? last;
    blocks.push(blockOf(entries.slice(from, from + BLOCK), before, algorithm, sealedAt));
    await setImmediate();
  }
  return blocks;
}

function blockOf(entries: readonly Entry[], before: BlockHead | null, algorithm: HashAlgorithm, sealedAt: Date): Block {
  const firstSeq = (before?.lastSeq ?? 0) + 1;
  let link = before?.link ?? NOTHING;
  const lines = entries.map((entry, at) => {
    link = linkOf(algorithm, link, firstSeq + at, entry.source, entry.body);
    return lineOf({ ...entry, link });
  });
  const end = entries.at(-1);
  if (end === undefined) throw new Error('a block of nothing');
  const block: Block = {
    firstSeq,
    lastSeq: firstSeq + entries.length - 1,
    algorithm,
    sealedAt,
    previous: before?.link ?? NOTHING,
    upTo: { xact: end.xact, source: end.source, key: end.key },
    lines: lines.join('\n'),
    link: '',
  };
  return { ...block, link: closingLinkOf(block) };
}
