import { queried } from '../cluster.js';

/** The sealer looks once a second. */
const REST_MS = 1_500;

/** How many entries of the audit trail were sealed so far. */
export async function sealedEntries(url: string): Promise<number> {
  const [row] = await queried<{ seq: number }>(
    url,
    `SELECT coalesce(max(last_seq), 0)::float8 AS seq FROM audit_blocks`,
  );
  return row?.seq ?? 0;
}

/** Resolves once nothing is left to be sealed. */
export async function untilSealed(url: string): Promise<void> {
  for (let before = -1, now = await sealedEntries(url); now !== before;) {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    [before, now] = [now, await sealedEntries(url)];
  }
}
