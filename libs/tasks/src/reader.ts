import { deskOf } from '#contracts';
import type { Actor } from '#engine';
import { holdingsIn, reachOf, type Holding } from '#organisation';

/** Who looks or acts: an account with the posts that it holds now. */
export interface Reader {
  tenantId: string;
  accountId: string;
  holdings: Holding[];
}

/** The reader as a tenant meets them: at home as they are; in one below, by the posts that reach it from above. */
export function readerIn(reader: Reader, tenantId: string): Reader {
  if (tenantId === reader.tenantId) return reader;
  return { tenantId, accountId: reader.accountId, holdings: holdingsIn(reader.holdings, tenantId) };
}

/** The posts in which the reader acts: whoever looks in from above has none. */
export function actingIn(reader: Reader): Holding[] {
  return reader.holdings.filter((holding) => !holding.isFromAbove);
}

/** The piles that a reader works on. */
export function desksOf(reader: Reader): string[] {
  return actingIn(reader).map((holding) => deskOf(holding.post, holding.unitId));
}

/** The units for which the reader answers. */
export function unitsOf(reader: Reader): readonly string[] {
  return reachOf(reader.holdings, 'task.answer').unitIds;
}

/** The reader acting in the post that a desk stands for; null where they do not hold it. */
export function actorAt(reader: Reader, desk: string): Actor | null {
  const holding = actingIn(reader).find((one) => deskOf(one.post, one.unitId) === desk);
  return holding ? { accountId: reader.accountId, post: holding.post, unitId: holding.unitId } : null;
}
