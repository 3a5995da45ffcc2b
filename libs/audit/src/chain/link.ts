import { hash } from 'node:crypto';

/** How entries are hashed: the office's choice, kept with every block, so that a change leaves earlier ones provable. */
export type HashAlgorithm = 'sha256' | 'sm3';

export const HASH_ALGORITHMS: readonly HashAlgorithm[] = ['sha256', 'sm3'];

/** What stands before the first link of a chain. */
export const NOTHING = '';

/** The link of an entry: over the link before it, its number and what is sealed of it. This is a pure function. */
export function linkOf(algorithm: HashAlgorithm, previous: string, seq: number, source: string, body: string): string {
  return hash(algorithm, `${previous}\n${seq} ${source}\n${body}`, 'base64url');
}

/** What is said of a block, without its lines. */
export type BlockHead = Omit<Block, 'lines'>;

/** The link with which a block closes: over all that is said of it and its lines. This is a pure function. */
export function closingLinkOf(block: Block): string {
  const { algorithm, firstSeq, lastSeq, sealedAt, previous, upTo, lines } = block;
  const head = [algorithm, firstSeq, lastSeq, sealedAt.toISOString(), previous, upTo.xact, upTo.source, upTo.key];
  return hash(algorithm, `${JSON.stringify(head)}\n${lines}`, 'base64url');
}

/** Entries that were sealed together. */
export interface Block {
  firstSeq: number;
  lastSeq: number;
  algorithm: HashAlgorithm;
  sealedAt: Date;
  /** The link with which the block before closes. */
  previous: string;
  /** The position of its last entry. */
  upTo: { xact: number; source: string; key: string };
  /** A line for each entry: source, key, month until which it is kept or `-`, link. */
  lines: string;
  /** The link with which it closes. */
  link: string;
}

/** What a block says of one of its entries. */
export interface Line {
  seq: number;
  source: string;
  key: string;
  keptUntil: string | null;
  link: string;
}

/** A line of a block. This is a pure function. */
export function lineOf({ source, key, keptUntil, link }: Omit<Line, 'seq'>): string {
  return `${source} ${key} ${keptUntil ?? '-'} ${link}`;
}

/** What a block says of its entries. This is a pure function. */
export function linesOf({ firstSeq, lines }: Block): Line[] {
  return lines.split('\n').map((line, at) => {
    const [source = '', key = '', keptUntil = '', link = ''] = line.split(' ');
    return { seq: firstSeq + at, source, key, keptUntil: keptUntil === '-' ? null : keptUntil, link };
  });
}
