import { describe, expect, test } from '@jest/globals';
import type { Offer } from '#contracts';
import { shownOffers } from './shown-offers.js';

const REASON = { zh: '需满足', en: 'needed' };
const offer = (event: string, style: Offer['style'] & string, isRefused = false) => ({
  event,
  style,
  refused: isRefused ? REASON : null,
});
const shown = (...offers: ReturnType<typeof offer>[]): string[] => shownOffers(offers).map((one) => one.event);

describe('an outcome that is refused', () => {
  test('is shown while it is the way forward: the reader can work towards it', () => {
    expect(shown(offer('submit', 'primary', true))).toEqual(['submit']);
    expect(shown(offer('handled', 'primary', true), offer('needsChange', 'danger'))).toEqual([
      'handled',
      'needsChange',
    ]);
  });

  test('is left out where the case does not offer it: an assigned sheet is not withdrawn', () => {
    expect(shown(offer('submit', 'primary', true), offer('withdraw', 'danger', true))).toEqual(['submit']);
    expect(shown(offer('pass', 'primary'), offer('return', 'danger'), offer('refuse', 'danger', true))).toEqual([
      'pass',
      'return',
    ]);
  });

  test('is left out where another way forward is open instead', () => {
    expect(shown(offer('acceptOrdinary', 'primary', true), offer('acceptKey', 'primary'))).toEqual(['acceptKey']);
  });

  test('is shown where there is nothing else, so that the reader sees why', () => {
    expect(shown(offer('carryOver', 'danger', true), offer('more', 'plain', true))).toEqual(['carryOver', 'more']);
  });
});
