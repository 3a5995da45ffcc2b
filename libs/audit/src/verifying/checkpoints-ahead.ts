import type { BlockHead } from '../chain/link.js';
import type { Checkpoint } from '../checkpoints/checkpoint.js';
import { chainFault, type Fault } from './fault.js';

/** The checkpoints that the chain is still to meet, by their entry. */
export class CheckpointsAhead {
  readonly #ahead: Checkpoint[];
  provedUpTo = 0;

  constructor(checkpoints: readonly Checkpoint[]) {
    this.#ahead = counting(checkpoints).sort((a, b) => a.seq - b.seq);
  }

  /** The chain has come to the end of a block: it must be as every checkpoint of that entry says, and skip none. */
  pass({ lastSeq, link }: BlockHead): Fault | null {
    for (let next = this.#ahead[0]; next !== undefined && next.seq <= lastSeq; next = this.#ahead[0]) {
      if (next.seq !== lastSeq || next.link !== link) return this.#rewritten(next);
      this.provedUpTo = next.seq;
      this.#ahead.shift();
    }
    return null;
  }

  /** The chain ends with this entry. */
  beyond(lastSeq: number): Fault | null {
    const last = this.#ahead.at(-1);
    if (last === undefined) return null;
    return chainFault(
      'truncated',
      lastSeq + 1,
      `链到第 ${lastSeq} 条为止，而 ${last.at} 的检查点已到第 ${last.seq} 条：末尾被删除，或数据库恢复成了旧备份。`,
      `the chain ends with ${lastSeq}, and the checkpoint of ${last.at} reached ${last.seq}: its end was cut off, or an older backup was restored.`,
    );
  }

  #rewritten({ seq, at }: Checkpoint): Fault {
    return chainFault(
      'rewritten',
      this.provedUpTo + 1,
      `第 ${this.provedUpTo + 1} 至 ${seq} 条之间的链被整段重做，与 ${at} 的检查点不符。`,
      `the chain of entries ${this.provedUpTo + 1} to ${seq} was made anew; the checkpoint of ${at} says otherwise.`,
    );
  }
}

/** Without those of a chain that was given up when an older backup was restored, and those before the chain begins. */
function counting(checkpoints: readonly Checkpoint[]): Checkpoint[] {
  const chainFrom = checkpoints.filter((one) => one.kind === 'purged').at(-1)?.chainFrom ?? 1;
  return checkpoints.filter(
    (one, at) =>
      one.seq >= chainFrom &&
      !checkpoints.some((other, later) => later > at && other.kind === 'resumed' && other.seq < one.seq),
  );
}
