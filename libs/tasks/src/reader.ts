import { deskOf } from '#contracts';
import type { Actor } from '#engine';
import { reachOf, type Holding } from '#organisation';

/** Who looks or acts: an account with the posts that it holds now. */
export interface Reader {
  tenantId: string;
  accountId: string;
  holdings: Holding[];
}

/** The piles that a reader works on. */
export function desksOf(reader: Reader): string[] {
  return reader.holdings.map((holding) => deskOf(holding.post, holding.unitId));
}

/** The units for which the reader answers. */
export function unitsOf(reader: Reader): readonly string[] {
  return reachOf(reader.holdings, 'task.answer').unitIds;
}

/** The reader acting in the post that a desk stands for; null where they do not hold it. */
export function actorAt(reader: Reader, desk: string): Actor | null {
  const holding = reader.holdings.find((one) => deskOf(one.post, one.unitId) === desk);
  return holding ? { accountId: reader.accountId, post: holding.post, unitId: holding.unitId } : null;
}
