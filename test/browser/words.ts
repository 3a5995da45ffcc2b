import { readFileSync } from 'node:fs';
import { z } from 'zod';

export type Language = 'zh' | 'en';

export interface Words {
  /** Titles of the pages by name. */
  page: Record<string, string>;
  product: { name: string };
}

const schema = z.looseObject({ page: z.record(z.string(), z.string()), product: z.object({ name: z.string() }) });

const read = (language: Language): z.infer<typeof schema> =>
  schema.parse(
    JSON.parse(readFileSync(new URL(`../../../apps/inbox/src/i18n/${language}.json`, import.meta.url), 'utf8')),
  );

/** The words of the web app, as its translations have them. */
export const WORDS: Record<Language, Words> = { zh: read('zh'), en: read('en') };

/** A key of the translations that reached the page instead of its words: `inbox.tab.todo`. */
export const UNTRANSLATED = new RegExp(
  `(?<![\\w@.-])(${Object.keys(read('zh')).join('|')})(\\.[a-z]\\w*)+(?![\\w@])`,
  'g',
);
