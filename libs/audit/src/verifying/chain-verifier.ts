import { Injectable } from '@nestjs/common';
import { Clock, Database, type Sql } from '#platform';
import { blocksFrom } from '../chain/blocks.js';
import { NOTHING, type Block } from '../chain/link.js';
import { BEGINNING, type Position } from '../chain/position.js';
import { entriesBetween, readAlongIndexes, type AuditSource, type Entry } from '../chain/source.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { Checkpoints } from '../checkpoints/checkpoints.js';
import { CheckpointsAhead } from './checkpoints-ahead.js';
import { chainFault, faultAt, type Fault } from './fault.js';
import { Walk, type Progress } from './walk.js';

/** What a verification found. */
export interface Verdict {
  /** Entries that fit. */
  entries: number;
  /** Entries that are gone because their time was over. */
  gone: number;
  /** The last entry up to which a checkpoint proves the chain; 0 where none does. */
  provedUpTo: number;
  fault: Fault | null;
}

/** So many blocks, and so many more entries than they tell of, are looked at together. */
const BLOCKS = 20;
const STRAY = 1_000;

/** Computes the chain anew from what the tables hold now, and compares it with what was sealed and with the checkpoints. */
@Injectable()
export class ChainVerifier {
  constructor(
    private readonly database: Database,
    private readonly sources: readonly AuditSource[],
    private readonly checkpoints: Checkpoints,
    private readonly clock: Clock,
  ) {}

  /** Names the first entry that does not fit. Reads one state of the database, whatever is written or purged meanwhile. */
  async verify(onProgress: (entries: number) => void = () => undefined): Promise<Verdict> {
    const kept = await this.checkpoints.read();
    return this.database.transaction(async (sql) => {
      await sql.query(`set transaction isolation level repeatable read, read only`);
      await readAlongIndexes(sql);
      const progress = begun(kept.checkpoints, this.clock.now());
      const fault =
        (await this.#chain(sql, progress, onProgress)) ??
        progress.checkpoints.beyond(progress.seq) ??
        (await this.#future(sql, progress)) ??
        unprovedLine(kept.unproved);
      const { entries, gone, checkpoints } = progress;
      return { entries, gone, provedUpTo: checkpoints.provedUpTo, fault };
    });
  }

  /** While entries are compared, PostgreSQL reads the next. */
  async #chain(sql: Sql, progress: Progress, onProgress: (entries: number) => void): Promise<Fault | null> {
    let blocks = await blocksFrom(sql, progress.seq + 1, BLOCKS);
    let reading = this.#entriesOf(sql, progress.at, blocks);
    for (;;) {
      const entries = await reading;
      const last = blocks.at(-1);
      if (last === undefined) return null;
      const next = await blocksFrom(sql, last.lastSeq + 1, BLOCKS);
      reading = this.#entriesOf(sql, last.upTo, next);
      const fault = await compare(new Walk(progress, entries), blocks, progress);
      if (fault) {
        await reading;
        return fault;
      }
      onProgress(progress.entries);
      blocks = next;
    }
  }

  async #entriesOf(sql: Sql, after: Position, blocks: readonly Block[]): Promise<Entry[]> {
    const [first, last] = [blocks[0], blocks.at(-1)];
    if (first === undefined || last === undefined) return [];
    const count = Math.max(last.lastSeq - first.firstSeq + 1, 0);
    return entriesBetween(sql, this.sources, { after, upTo: last.upTo }, count + STRAY);
  }

  /** Entries that say they were written by transactions that are yet to come: they would never be sealed. */
  async #future(sql: Sql, progress: Progress): Promise<Fault | null> {
    const [row] = await sql.query<{ now: string }>(`select oldest_open_xact() as now`);
    const after = { xact: Number(row?.now) + FUTURE, source: null, key: '' };
    const [entry] = await entriesBetween(sql, this.sources, { after, upTo: { ...after, xact: NEVER } }, 1);
    return entry ? faultAt('inserted', progress.seq + 1, entry) : null;
  }
}

/** Writers that began after the verification may be ahead of it by so many transactions. */
const FUTURE = 10_000_000;
const NEVER = Number.MAX_SAFE_INTEGER;

function begun(checkpoints: Checkpoint[], now: Date): Progress {
  const purged = checkpoints.filter((checkpoint) => checkpoint.kind === 'purged').at(-1);
  return {
    checkpoints: new CheckpointsAhead(checkpoints),
    operationsFrom: purged?.operationsFrom ?? 1,
    month: now.toISOString().slice(0, 7),
    seq: (purged?.chainFrom ?? 1) - 1,
    link: purged?.previous ?? NOTHING,
    at: purged?.after ?? BEGINNING,
    entries: 0,
    gone: 0,
  };
}

async function compare(walk: Walk, blocks: readonly Block[], progress: Progress): Promise<Fault | null> {
  for (const block of blocks) {
    const fault = walk.through(block);
    if (fault) return fault;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const stray = walk.left();
  return stray ? faultAt('inserted', progress.seq + 1, stray) : null;
}

function unprovedLine([line]: readonly number[]): Fault | null {
  return line === undefined
    ? null
    : chainFault(
        'checkpoint',
        0,
        `检查点文件第 ${line} 行不是本系统密钥签署的检查点，可能被改动，或写入时中断。`,
        `line ${line} of the file of checkpoints is no checkpoint signed by the key; it was changed, or cut off while it was written.`,
      );
}
