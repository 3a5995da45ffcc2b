import { Injectable } from '@nestjs/common';
import { Clock, Database, type Sql } from '#platform';
import { AuditSettings } from '../audit-settings.js';
import { blocksFrom, lastBlock } from '../chain/blocks.js';
import { linesOf, NOTHING } from '../chain/link.js';
import { BEGINNING } from '../chain/position.js';
import type { Purged } from '../checkpoints/checkpoint.js';
import { Checkpoints } from '../checkpoints/checkpoints.js';
import { CHAIN_LOCK } from '../sealing/sealer.js';

const CHUNK = 5_000;
const BLOCKS = 20;

/** What went. */
export interface PurgedAway {
  operations: number;
  blocks: number;
}

/** Where the chain begins once the blocks before are gone. */
type Beginning = Pick<Purged, 'chainFrom' | 'previous' | 'after'>;

/**
 * Lets operations go that were kept long enough, and the blocks at the beginning of which nothing is kept any more. First a signed
 * checkpoint says what goes and with what the chain begins then: so what is left stays provable, and nothing else may be missing.
 */
@Injectable()
export class Purge {
  constructor(
    private readonly database: Database,
    private readonly settings: AuditSettings,
    private readonly checkpoints: Checkpoints,
    private readonly clock: Clock,
  ) {}

  /** Purges by the database's clock; nothing where another process seals, or nothing is old enough. */
  async run(): Promise<PurgedAway> {
    const said = await this.database.transaction((sql) => this.#say(sql));
    if (said === null) return { operations: 0, blocks: 0 };
    let operations = 0;
    for (;;) {
      const [row] = await this.database.query<{ gone: number }>(`select purge_operations($1, $2) as gone`, [
        said.xact,
        CHUNK,
      ]);
      operations += row?.gone ?? 0;
      if ((row?.gone ?? 0) < CHUNK) break;
    }
    const [row] = await this.database.query<{ gone: number }>(`select purge_blocks($1) as gone`, [said.chainFrom]);
    return { operations, blocks: row?.gone ?? 0 };
  }

  /** Writes the checkpoint; answers before which transaction operations go, and with which entry the chain begins. */
  async #say(sql: Sql): Promise<{ xact: number; chainFrom: number } | null> {
    const [lock] = await sql.query<{ isMine: boolean; now: Date; until: Date }>(
      `select pg_try_advisory_xact_lock(${CHAIN_LOCK}) as "isMine", now(), now() - make_interval(months => $1) as until`,
      [this.settings.keptMonths],
    );
    const head = lock?.isMine ? await lastBlock(sql) : null;
    const old = lock ? await lastBlock(sql, lock.until) : null;
    if (!lock || head === null || old === null) return null;
    const before = (await this.checkpoints.read()).checkpoints.filter((one) => one.kind === 'purged').at(-1);
    const beginning = await this.#beginning(sql, old.lastSeq, before);
    const isNew = old.lastSeq + 1 > (before?.operationsFrom ?? 1) || beginning.chainFrom > (before?.chainFrom ?? 1);
    if (isNew)
      await this.checkpoints.add({
        kind: 'purged',
        seq: head.lastSeq,
        link: head.link,
        at: lock.now.toISOString(),
        operationsFrom: old.lastSeq + 1,
        ...beginning,
      });
    return { xact: old.upTo.xact, chainFrom: beginning.chainFrom };
  }

  /** Behind the blocks, none after `until`, whose every entry's time is over. */
  async #beginning(sql: Sql, until: number, before: Purged | undefined): Promise<Beginning> {
    const month = this.clock.now().toISOString().slice(0, 7);
    let beginning: Beginning = {
      chainFrom: before?.chainFrom ?? 1,
      previous: before?.previous ?? NOTHING,
      after: before?.after ?? BEGINNING,
    };
    for (;;) {
      const blocks = await blocksFrom(sql, beginning.chainFrom, BLOCKS);
      if (blocks.length === 0) return beginning;
      for (const block of blocks) {
        const isOver = linesOf(block).every(({ keptUntil }) => keptUntil === null || keptUntil < month);
        if (block.lastSeq > until || !isOver) return beginning;
        beginning = { chainFrom: block.lastSeq + 1, previous: block.link, after: block.upTo };
      }
    }
  }
}
