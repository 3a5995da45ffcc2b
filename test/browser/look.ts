import { contrastFlaws, flawsOf } from './flaws.js';
import { keepPicture } from './screenshots.js';
import { NARROW, WIDE, type Visitor } from './visitor.js';
import type { Language } from './words.js';

/** What the browser complained of; Chromium also writes down the one refusal that is meant to happen. */
export function complaintsOf(visitor: Visitor): string[] {
  return visitor.complaints.filter((words) => !words.includes('409'));
}

/** Looks at the page in both languages, wide and narrow, light and dark; answers what hinders a reader. */
export async function look(visitor: Visitor, name: string, title: string | null): Promise<string[]> {
  const flaws: string[] = [];
  for (const language of ['zh', 'en'] as const) {
    await visitor.read(language);
    for (const [width, size] of [
      ['wide', WIDE],
      ['narrow', NARROW],
    ] as const) {
      await visitor.resize(size);
      await keepPicture(visitor.page, `${name}-${language}-${width}`);
      flaws.push(...(await flawsOf(visitor.page, language, title)).map((flaw) => `${language} ${width}: ${flaw}`));
    }
  }
  await visitor.darken();
  await keepPicture(visitor.page, `${name}-dark-narrow`);
  flaws.push(...(await contrastFlaws(visitor.page)).map((flaw) => `dark: ${flaw}`));
  await visitor.page.emulateMedia({ colorScheme: 'light' });
  await visitor.resize(WIDE);
  await visitor.read('zh');
  return [...flaws, ...complaintsOf(visitor)];
}

/** Looks at an open dialog, wide and narrow. */
export async function lookAtDialog(
  visitor: Visitor,
  name: string,
  title: string | null,
  language: Language,
): Promise<string[]> {
  const flaws: string[] = [];
  for (const [width, size] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const) {
    await visitor.resize(size);
    await keepPicture(visitor.page, `${name}-${language}-${width}`);
    flaws.push(...(await flawsOf(visitor.page, language, title)).map((flaw) => `${language} ${width}: ${flaw}`));
  }
  await visitor.resize(WIDE);
  return [...flaws, ...complaintsOf(visitor)];
}
