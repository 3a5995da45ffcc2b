import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { UNTRANSLATED, WORDS, type Language } from './words.js';

const TAGS: Record<Language, string> = { zh: 'zh-CN', en: 'en' };
// Texts that run down the page because their column is too narrow for three letters.
const SQUEEZED = `(() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const found = [];
  while (texts.nextNode()) {
    if (!texts.currentNode.parentElement.checkVisibility()) continue;
    const words = texts.currentNode.textContent.trim();
    range.selectNodeContents(texts.currentNode);
    const { width, height } = range.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(texts.currentNode.parentElement).fontSize);
    if (words.length > 3 && width > 4 && width < 2.2 * size && height > 3 * size) found.push(words);
  }
  return [...new Set(found)];
})()`;
const NOT_FOR_READERS = /undefined|\[object Object\]|\bNaN\b|\{\{|Invalid Date/g;

/** What hinders a reader of the page as it stands: language, words, width, and what axe calls serious or critical. */
export async function flawsOf(page: Page, language: Language, title: string | null): Promise<string[]> {
  return [
    ...(await languageFlaws(page, language, title)),
    ...(await wordFlaws(page)),
    ...(await sizeFlaws(page)),
    ...(await axeFlaws(page)),
  ];
}

/** Texts that stand out too little from what is behind them. */
export function contrastFlaws(page: Page): Promise<string[]> {
  return axeFlaws(page, ['color-contrast']);
}

async function languageFlaws(page: Page, language: Language, title: string | null): Promise<string[]> {
  const { name } = WORDS[language].product;
  const shown = await page.title();
  const isRight =
    title === null ? shown.endsWith(` · ${name}`) : shown === `${WORDS[language].page[title] ?? title} · ${name}`;
  const lang = await page.getAttribute('html', 'lang');
  return [
    ...(lang === TAGS[language] ? [] : [`the page says it is in ${lang ?? 'no language'}`]),
    ...(isRight ? [] : [`the title is “${shown}”`]),
  ];
}

async function wordFlaws(page: Page): Promise<string[]> {
  const spoken = await page.evaluate<string>(`[
    document.body.innerText,
    ...[...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap((one) =>
      ['aria-label', 'title', 'placeholder'].map((name) => one.getAttribute(name) ?? '')),
  ].join('\\n')`);
  const found = [...spoken.matchAll(UNTRANSLATED), ...spoken.matchAll(NOT_FOR_READERS)];
  return [...new Set(found.map(([words]) => `“${words}” is not for readers`))];
}

async function sizeFlaws(page: Page): Promise<string[]> {
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const [scrollWidth = 0, scrollHeight = 0, isShell = 0] = await page.evaluate<number[]>(`[
    document.documentElement.scrollWidth,
    document.documentElement.scrollHeight,
    Number(document.querySelector('nav ~ main, main ~ nav') !== null),
  ]`);
  const squeezed = await page.evaluate<string[]>(SQUEEZED);
  return [
    ...(scrollWidth > width ? [`the page is ${scrollWidth} px wide`] : []),
    ...(isShell === 1 && width > 1000 && scrollHeight > height
      ? [`the page scrolls into emptiness: ${scrollHeight} px high, though its panes scroll by themselves`]
      : []),
    ...squeezed.map((words) => `“${words}” stands in a column of one or two letters`),
  ];
}

async function axeFlaws(page: Page, rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (rules ? builder.withRules(rules) : builder).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
    );
}
