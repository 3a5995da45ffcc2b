import type { Offer } from '#contracts';

/**
 * The outcomes worth showing. One that is refused is held out, with its reason, only where the reader works towards it:
 * the way forward while there is none yet. What this case does not offer at all, as to take back what was assigned from
 * above, would only stand in the way. This is a pure function.
 */
export function shownOffers<One extends Pick<Offer, 'style' | 'refused'>>(offers: readonly One[]): One[] {
  const hasWayForward = offers.some((offer) => offer.style === 'primary' && offer.refused === null);
  const shown = offers.filter((offer) => offer.refused === null || (offer.style === 'primary' && !hasWayForward));
  return shown.length > 0 ? shown : [...offers];
}
