import { reachOf } from '#organisation';
import { desksOf, type Reader } from './reader.js';

/** What decides whether a case can be seen: whose it is, and on which desks its tasks lie or lay. */
export interface SeenCase {
  tenantId: string;
  unitId: string | null;
  desks: readonly string[];
}

/** Which cases a reader sees, as one rule in two forms: for one case at hand, and for PostgreSQL to pick them. */
export interface Sight {
  /** Whether the case is one of them. */
  covers(one: SeenCase): boolean;
  /** Parameters of `seenCase`, in its order. */
  parameters: [tenantId: string, isEverywhere: boolean, unitIds: readonly string[], desks: readonly string[]];
}

/** The rule as a condition on `instances i`; its four parameters begin at `$first`. */
export function seenCase(first: number): string {
  const [tenant, everywhere, units, desks] = [0, 1, 2, 3].map((no) => `$${first + no}`);
  return `i.tenant_id = ${tenant} AND (${everywhere}::boolean OR i.unit_id = ANY (${units}::uuid[])
    OR EXISTS (SELECT FROM tasks t WHERE t.instance_id = i.instance_id AND t.desk = ANY (${desks}::text[])))`;
}

/**
 * The cases that the reader's posts open to them: everything, or those of their units (and of the units below, where the post
 * reaches down), and those in which they have or had a part.
 */
export function sightOf(reader: Reader): Sight {
  const { isEverywhere, unitIds, hasOwn } = reachOf(reader.holdings, 'case.read');
  const desks = hasOwn ? desksOf(reader) : [];
  return {
    covers: (one) =>
      one.tenantId === reader.tenantId &&
      (isEverywhere ||
        (one.unitId !== null && unitIds.includes(one.unitId)) ||
        one.desks.some((desk) => desks.includes(desk))),
    parameters: [reader.tenantId, isEverywhere, unitIds, desks],
  };
}
