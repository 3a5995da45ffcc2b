/**
 * A place in the order in which entries are sealed: by transaction, those of one transaction source by source, those of one source
 * by key. Without a key it stands before everything of its transaction.
 */
export interface Position {
  xact: number;
  /** The name of a source; null before the first. */
  source: string | null;
  key: string;
}

/** Before every entry. */
export const BEGINNING: Position = { xact: 0, source: null, key: '' };

/** Before everything that this transaction or a later one wrote. */
export function before(xact: number): Position {
  return { xact, source: null, key: '' };
}
