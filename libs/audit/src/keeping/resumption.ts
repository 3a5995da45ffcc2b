import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import { lastBlock } from '../chain/blocks.js';
import { Checkpoints } from '../checkpoints/checkpoints.js';

/** Lets the chain go on from where it stands after an older backup was restored. */
@Injectable()
export class Resumption {
  constructor(
    private readonly database: Database,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Says so, signed, for a reason that is kept; answers the entry after which it goes on. What was sealed after it is lost. */
  async resume(reason: string): Promise<number> {
    const head = await lastBlock(this.database);
    const [row] = await this.database.query<{ now: Date }>(`select now()`);
    const at = (row?.now ?? new Date(0)).toISOString();
    const seq = head?.lastSeq ?? 0;
    await this.checkpoints.add({ kind: 'resumed', seq, link: head?.link ?? '', at, reason });
    return seq;
  }
}
