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
  /** The tenants in which there is something to see, the reader's own first. */
  tenantIds: readonly string[];
  /** The rest of the rule, as a condition on `instances i` of one of these tenants; its parameters begin at `$first`. */
  condition(first: number): string;
  parameters: readonly unknown[];
}

/**
 * The cases that the reader's posts open to them: everything, or those of their units (and of the units below, where the post
 * reaches down), and those in which they have or had a part; and everything in the tenants below, where the post reaches into them.
 */
export function sightOf(reader: Reader): Sight {
  const { isEverywhere, unitIds, hasOwn, tenantIds } = reachOf(reader.holdings, 'case.read');
  const desks = hasOwn ? desksOf(reader) : [];
  const here = [isEverywhere, unitIds, desks];
  const isBelow = tenantIds.length > 0;
  return {
    covers: (one) =>
      tenantIds.includes(one.tenantId) ||
      (one.tenantId === reader.tenantId &&
        (isEverywhere ||
          (one.unitId !== null && unitIds.includes(one.unitId)) ||
          one.desks.some((desk) => desks.includes(desk)))),
    tenantIds: [reader.tenantId, ...tenantIds],
    condition: (first) =>
      isBelow ? `(i.tenant_id <> $${first + here.length}::uuid OR ${seenHere(first)})` : seenHere(first),
    parameters: isBelow ? [...here, reader.tenantId] : here,
  };
}

function seenHere(first: number): string {
  const [everywhere, units, desks] = [0, 1, 2].map((no) => `$${first + no}`);
  return `(${everywhere}::boolean OR i.unit_id = ANY (${units}::uuid[])
    OR EXISTS (SELECT FROM tasks t WHERE t.instance_id = i.instance_id AND t.desk = ANY (${desks}::text[])))`;
}
