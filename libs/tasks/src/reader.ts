import { deskOf, isUnitPost, type Post } from '#contracts';
import type { Actor } from '#engine';

/** Who looks or acts: an account with the posts that it holds now. */
export interface Reader {
  tenantId: string;
  accountId: string;
  holdings: { post: Post; unitId: string | null }[];
}

/** The piles that a reader works on. */
export function desksOf(reader: Reader): string[] {
  return reader.holdings.map((holding) => deskOf(holding.post, holding.unitId));
}

/** Whether the reader sees every case of the tenant: the office, leadership and administrators do. */
export function seesAll(reader: Reader): boolean {
  return reader.holdings.some((holding) => !isUnitPost(holding.post));
}

/** The units for which the reader holds a post. */
export function unitsOf(reader: Reader): string[] {
  return reader.holdings.flatMap((holding) => (isUnitPost(holding.post) && holding.unitId ? [holding.unitId] : []));
}

/** The reader acting in the post that a desk stands for; null where they do not hold it. */
export function actorAt(reader: Reader, desk: string): Actor | null {
  const holding = reader.holdings.find((one) => deskOf(one.post, one.unitId) === desk);
  return holding ? { accountId: reader.accountId, post: holding.post, unitId: holding.unitId } : null;
}
