import type { InboxRow } from '#contracts';

export type BulkOffer = InboxRow['bulk'][number];

/** Outcomes that every one of the rows may be given; none where the rows belong to different workflows. This is a pure function. */
export function bulkOffers(rows: readonly InboxRow[]): BulkOffer[] {
  const [first, ...others] = rows;
  if (!first || others.some((row) => row.workflow !== first.workflow)) return [];
  return first.bulk.filter((offer) => others.every((row) => row.bulk.some((one) => one.event === offer.event)));
}
