import { Injectable } from '@nestjs/common';
import type { ChainView } from '#contracts';
import { Database } from '#platform';
import { Checkpoints } from '../checkpoints/checkpoints.js';
import { lastBlock, linkAt } from './blocks.js';

/** Says how far the audit trail is sealed, without proving it entry by entry. */
@Injectable()
export class ChainState {
  constructor(
    private readonly database: Database,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** The last block, and the last checkpoint that this machine knows. */
  async read(): Promise<ChainView> {
    const head = await lastBlock(this.database);
    const known = await this.checkpoints.last();
    return {
      entries: head?.lastSeq ?? 0,
      sealedAt: head?.sealedAt.toISOString() ?? null,
      checkpoint: known && {
        seq: known.seq,
        at: known.at,
        fits: known.seq === 0 || (await linkAt(this.database, known.seq)) === known.link,
      },
    };
  }
}
