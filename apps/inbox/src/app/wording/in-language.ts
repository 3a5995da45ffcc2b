import type { Text, UnitRef } from '#contracts';

export const LANGUAGES = ['zh', 'en'] as const;
export type LanguageCode = (typeof LANGUAGES)[number];

/** The text in that language; the other one where it is missing. */
export function inLanguage(text: Text | null | undefined, language: LanguageCode): string {
  if (!text) return '';
  return text[language] || text.zh || text.en;
}

/** The unit's name in that language. */
export function unitNameIn(unit: Pick<UnitRef, 'name' | 'nameEn'>, language: LanguageCode): string {
  return language === 'en' ? unit.nameEn || unit.name : unit.name;
}

/** Names one after the other, as that language lists them. */
export function listedIn(names: readonly string[], language: LanguageCode): string {
  return names.join(language === 'en' ? ', ' : '、');
}
