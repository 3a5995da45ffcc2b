import type { HistoryEntry } from '#contracts';
import { inLanguage, unitNameIn, type LanguageCode } from '../wording/in-language';

/**
 * Who took a step; empty where it was nobody. The name of an account is the Chinese name of a post; in English the post
 * and its unit say the same. This is a pure function.
 */
export function actorName({ actor, unit }: Pick<HistoryEntry, 'actor' | 'unit'>, language: LanguageCode): string {
  if (language === 'zh' || !actor) return actor?.name ?? '';
  return [inLanguage(actor.post, language), unit ? unitNameIn(unit, language) : ''].filter(Boolean).join(', ');
}
