import { Injectable } from '@nestjs/common';
import { Clock, Database, type Sql } from '#platform';
import { blocksFrom } from '../chain/blocks.js';
import { closingLinkOf, linesOf, linkOf, NOTHING, type Block, type Line } from '../chain/link.js';
import { BEGINNING, type Position } from '../chain/position.js';
import { entriesBetween, type AuditSource, type Entry } from '../chain/source.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { Checkpoints } from '../checkpoints/checkpoints.js';
import { CheckpointsAhead } from './checkpoints-ahead.js';
import { chainFault, faultAt, type Fault } from './fault.js';

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

interface State {
  sql: Sql;
  checkpoints: CheckpointsAhead;
  /** Operations before this number may be gone. */
  operationsFrom: number;
  month: string;
  seq: number;
  link: string;
  at: Position;
  verdict: Verdict;
}

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
      await sql.query(`set local enable_seqscan = off`);
      await sql.query(`set local jit = off`);
      const state = begun(sql, kept.checkpoints, this.clock.now());
      const fault =
        (await this.#chain(state, onProgress)) ??
        state.checkpoints.beyond(state.seq) ??
        (await this.#future(sql, state)) ??
        unprovedLine(kept.unproved);
      return { ...state.verdict, provedUpTo: state.checkpoints.provedUpTo, fault };
    });
  }

  async #chain(state: State, onProgress: (entries: number) => void): Promise<Fault | null> {
    for (;;) {
      const blocks = await blocksFrom(state.sql, state.seq + 1, BLOCKS);
      const last = blocks.at(-1);
      if (last === undefined) return null;
      const count = last.lastSeq - state.seq;
      const entries = await entriesBetween(
        state.sql,
        this.sources,
        { after: state.at, upTo: last.upTo },
        Math.max(count, 0) + STRAY,
      );
      const walk = new Walk(state, entries);
      for (const block of blocks) {
        const fault = walk.through(block);
        if (fault) return fault;
      }
      const stray = walk.left();
      if (stray) return faultAt('inserted', state.seq + 1, stray);
      onProgress(state.verdict.entries);
    }
  }

  /** Entries that say they were written by transactions that are yet to come: they would never be sealed. */
  async #future(sql: Sql, state: State): Promise<Fault | null> {
    const [row] = await sql.query<{ now: string }>(`select oldest_open_xact() as now`);
    const after = { xact: Number(row?.now) + FUTURE, source: null, key: '' };
    const [entry] = await entriesBetween(sql, this.sources, { after, upTo: { ...after, xact: NEVER } }, 1);
    return entry ? faultAt('inserted', state.seq + 1, entry) : null;
  }
}

/** Writers that began after the verification may be ahead of it by so many transactions. */
const FUTURE = 10_000_000;
const NEVER = Number.MAX_SAFE_INTEGER;

function begun(sql: Sql, checkpoints: Checkpoint[], now: Date): State {
  const purged = checkpoints.filter((checkpoint) => checkpoint.kind === 'purged').at(-1);
  return {
    sql,
    checkpoints: new CheckpointsAhead(checkpoints),
    operationsFrom: purged?.operationsFrom ?? 1,
    month: now.toISOString().slice(0, 7),
    seq: (purged?.chainFrom ?? 1) - 1,
    link: purged?.previous ?? NOTHING,
    at: purged?.after ?? BEGINNING,
    verdict: { entries: 0, gone: 0, provedUpTo: 0, fault: null },
  };
}

/** Goes through what blocks say and what is there, side by side. */
class Walk {
  #next = 0;
  #places: Map<string, number> | null = null;

  constructor(
    private readonly state: State,
    private readonly entries: readonly Entry[],
  ) {}

  /** The first fault of the block; where there is none, the state stands behind it. */
  through(block: Block): Fault | null {
    const { state } = this;
    if (block.firstSeq !== state.seq + 1) return gap(state.seq + 1, block.firstSeq - 1);
    const lines = linesOf(block);
    let link = state.link;
    for (const line of lines) {
      const fault = this.#compare(block, line, link);
      if (fault) return fault;
      link = line.link;
    }
    const isWhole = lines.length === block.lastSeq - block.firstSeq + 1 && block.previous === state.link;
    if (!isWhole || closingLinkOf(block) !== block.link) return changedBlock(block);
    const fault = state.checkpoints.pass(block);
    if (fault) return fault;
    state.seq = block.lastSeq;
    state.link = block.link;
    state.at = block.upTo;
    return null;
  }

  /** An entry for which no block had a line. */
  left(): Entry | undefined {
    return this.entries[this.#next];
  }

  #compare(block: Block, line: Line, previous: string): Fault | null {
    const entry = this.entries[this.#next];
    if (entry?.key === line.key && entry.source === line.source) {
      this.#next += 1;
      const link = linkOf(block.algorithm, previous, line.seq, entry.source, entry.body);
      if (link !== line.link) return faultAt('changed', line.seq, line);
      this.state.verdict.entries += 1;
      return null;
    }
    if (entry && this.#isLater(line)) return faultAt('inserted', line.seq, entry);
    if (!this.#mayBeGone(line)) return faultAt('missing', line.seq, line);
    this.state.verdict.gone += 1;
    return null;
  }

  #isLater({ source, key }: Line): boolean {
    this.#places ??= new Map(this.entries.map((entry, at) => [`${entry.source} ${entry.key}`, at]));
    return (this.#places.get(`${source} ${key}`) ?? -1) > this.#next;
  }

  /** Whether its time is over: a month of the journal goes whole, operations as the last purge says. */
  #mayBeGone({ seq, keptUntil }: Line): boolean {
    return keptUntil === null ? seq < this.state.operationsFrom : keptUntil < this.state.month;
  }
}

function gap(from: number, to: number): Fault {
  return to >= from
    ? chainFault(
        'block',
        from,
        `第 ${from} 至 ${to} 条的封存块不在了，被删除。`,
        `the blocks of entries ${from} to ${to} are gone; they were deleted.`,
      )
    : chainFault('block', to + 1, `封存块的编号被改动。`, `the numbers of a block were changed.`);
}

function changedBlock({ firstSeq, lastSeq }: Block): Fault {
  return chainFault(
    'block',
    firstSeq,
    `第 ${firstSeq} 至 ${lastSeq} 条的封存块被改动。`,
    `the block of entries ${firstSeq} to ${lastSeq} was changed.`,
  );
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
