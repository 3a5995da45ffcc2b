import { closingLinkOf, linesOf, linkOf, type Block, type Line } from '../chain/link.js';
import type { Position } from '../chain/position.js';
import type { Entry } from '../chain/source.js';
import type { CheckpointsAhead } from './checkpoints-ahead.js';
import { chainFault, faultAt, type Fault } from './fault.js';

/** How far a verification has come. */
export interface Progress {
  checkpoints: CheckpointsAhead;
  /** Operations before this number may be gone. */
  operationsFrom: number;
  month: string;
  seq: number;
  link: string;
  at: Position;
  /** Entries that fit, and entries that are gone because their time was over. */
  entries: number;
  gone: number;
}

/** Goes through what blocks say and what is there, side by side. */
export class Walk {
  #next = 0;
  #places: Map<string, number> | null = null;

  constructor(
    private readonly progress: Progress,
    private readonly entries: readonly Entry[],
  ) {}

  /** The first fault of the block; where there is none, the progress stands behind it. */
  through(block: Block): Fault | null {
    const { progress } = this;
    if (block.firstSeq !== progress.seq + 1) return gap(progress.seq + 1, block.firstSeq - 1);
    const lines = linesOf(block);
    let link = progress.link;
    for (const line of lines) {
      const fault = this.#compare(block, line, link);
      if (fault) return fault;
      link = line.link;
    }
    const isWhole = lines.length === block.lastSeq - block.firstSeq + 1 && block.previous === progress.link;
    if (!isWhole || closingLinkOf(block) !== block.link) return changedBlock(block);
    const fault = progress.checkpoints.pass(block);
    if (fault) return fault;
    progress.seq = block.lastSeq;
    progress.link = block.link;
    progress.at = block.upTo;
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
      this.progress.entries += 1;
      return null;
    }
    if (entry && this.#isLater(line)) return faultAt('inserted', line.seq, entry);
    if (!this.#mayBeGone(line)) return faultAt('missing', line.seq, line);
    this.progress.gone += 1;
    return null;
  }

  #isLater({ source, key }: Line): boolean {
    this.#places ??= new Map(this.entries.map((entry, at) => [`${entry.source} ${entry.key}`, at]));
    return (this.#places.get(`${source} ${key}`) ?? -1) > this.#next;
  }

  /** Whether its time is over: a month of the journal goes whole, operations as the last purge says. */
  #mayBeGone({ seq, keptUntil }: Line): boolean {
    return keptUntil === null ? seq < this.progress.operationsFrom : keptUntil < this.progress.month;
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
