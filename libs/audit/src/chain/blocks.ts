import type { Sql } from '#platform';
import type { Block, BlockHead, HashAlgorithm } from './link.js';

interface Row {
  firstSeq: string;
  lastSeq: string;
  algorithm: HashAlgorithm;
  sealedAt: Date;
  previous: string;
  xact: string;
  source: string;
  key: string;
  link: string;
}

const HEAD = `first_seq as "firstSeq", last_seq as "lastSeq", algorithm, sealed_at as "sealedAt", previous, up_to_xact as xact,
  up_to_source as source, up_to_key as key, link`;

/** The block that was sealed last, or last before an instant; null where none is. */
export async function lastBlock(sql: Sql, sealedBefore: Date | null = null): Promise<BlockHead | null> {
  const [row] = await sql.query<Row>(
    `select ${HEAD} from audit_blocks where $1::timestamptz is null or sealed_at < $1 order by first_seq desc limit 1`,
    [sealedBefore],
  );
  return row ? headOf(row) : null;
}

/** Blocks in their order, from the one that begins there or later. */
export async function blocksFrom(sql: Sql, firstSeq: number, limit: number): Promise<Block[]> {
  const rows = await sql.query<Row & { lines: string }>(
    `select ${HEAD}, lines from audit_blocks where first_seq >= $1 order by first_seq limit $2`,
    [firstSeq, limit],
  );
  return rows.map((row) => ({ ...headOf(row), lines: row.lines }));
}

/** The link of the block that closes with this entry; null where none does. */
export async function linkAt(sql: Sql, lastSeq: number): Promise<string | null> {
  const [row] = await sql.query<{ lastSeq: string; link: string }>(
    `select last_seq as "lastSeq", link from audit_blocks where first_seq <= $1 order by first_seq desc limit 1`,
    [lastSeq],
  );
  return row && Number(row.lastSeq) === lastSeq ? row.link : null;
}

/** Adds blocks. */
export async function addBlocks(sql: Sql, blocks: readonly Block[]): Promise<void> {
  for (const { firstSeq, lastSeq, algorithm, sealedAt, previous, upTo, lines, link } of blocks)
    await sql.query(
      `insert into audit_blocks (first_seq, last_seq, algorithm, sealed_at, previous, up_to_xact, up_to_source, up_to_key, lines, link)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [firstSeq, lastSeq, algorithm, sealedAt, previous, upTo.xact, upTo.source, upTo.key, lines, link],
    );
}

function headOf({ firstSeq, lastSeq, algorithm, sealedAt, previous, xact, source, key, link }: Row): BlockHead {
  const upTo = { xact: Number(xact), source, key };
  return { firstSeq: Number(firstSeq), lastSeq: Number(lastSeq), algorithm, sealedAt, previous, upTo, link };
}
