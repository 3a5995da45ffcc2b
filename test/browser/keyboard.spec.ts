import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, Locator } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { SheetWork } from '../http/annual-target/sheet-work.js';
import { Visitor } from './visitor.js';

const EITHER = '市(环保局|科委)2017年度目标申报表';

/** As much of an element of the page as is looked at from here. */
interface Element {
  closest(selector: string): unknown;
  ownerDocument: { defaultView: { getComputedStyle(one: Element): { outlineStyle: string } } };
}

const outlineOf = (one: Element): string => one.ownerDocument.defaultView.getComputedStyle(one).outlineStyle;

let browser: Browser;
let work: SheetWork;
let officer: Visitor;

beforeAll(async () => {
  [browser, work] = await Promise.all([launchBrowser(), SheetWork.open()]);
  for (const account of ['hz-hbj', 'hz-kw']) await (await work.sheet(account)).to('officeReview');
  officer = await Visitor.enter(browser, work.office, 'hz-kpb.officer2');
});
afterAll(async () => {
  await browser.close();
  await work.close();
});

const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await officer.page.keyboard.press(key);
};
const type = (words: string): Promise<void> => officer.page.keyboard.insertText(words);
/** Opens the review of both sheets alone in the list. */
const openReviews = async (): Promise<void> => {
  await officer.open('/inbox?workflow=annual-target&state=officeReview');
  await officer.matter(EITHER).first().waitFor();
};
const focused = () => officer.page.locator(':focus');
/** The address of the matter that lies beside the list; null where none does. */
const openCase = (): string | null => new URL(officer.page.url()).searchParams.get('case');

describe('walking through the list', () => {
  beforeEach(openReviews);

  test('j and k move down and up, and one sees where one is', async () => {
    await press('j');
    const first = await focused().textContent();
    await press('j');
    const second = await focused().textContent();
    expect([first, second].map((text) => text?.includes('2017年度目标申报表'))).toEqual([true, true]);
    expect(second).not.toBe(first);
    await press('k');
    expect(await focused().textContent()).toBe(first);
    const ring = await focused().evaluate(outlineOf);
    expect(ring).toContain('solid');
  });

  test('Enter opens the matter, Escape closes it and the focus comes back to its row', async () => {
    await press('j', 'Enter');
    await officer.outcomes.waitFor();
    expect(openCase()).not.toBeNull();
    await press('Escape');
    await officer.outcomes.waitFor({ state: 'detached' });
    expect(openCase()).toBeNull();
    await officer.page.locator('a:focus').filter({ hasText: '2017年度目标申报表' }).waitFor();
  });

  test('x ticks the matter, / goes to the search, g i to the inbox', async () => {
    await press('j', 'x');
    await officer.page.getByText('已选 1 项').waitFor();
    await press('/');
    await officer.page.getByRole('searchbox', { name: '查找事项' }).and(focused()).waitFor();
    await officer.open('/targets');
    await press('g', 'i');
    await officer.page.waitForURL('**/inbox');
  });

  test('? explains the keys; Escape closes the page of keys, and nothing else', async () => {
    await press('j', 'Enter');
    await officer.outcomes.waitFor();
    await press('?');
    const help = officer.page.getByRole('dialog', { name: '键盘快捷键' });
    await help.waitFor();
    await press('Escape');
    await help.waitFor({ state: 'hidden' });
    expect(openCase()).not.toBeNull();
  });
});

describe('keys that belong to the one who types', () => {
  beforeEach(openReviews);

  test('are no shortcuts while a Chinese word is composed', async () => {
    await press('j', 'Enter');
    await officer.outcomes.waitFor();
    const asked = officer.page.getByRole('dialog');
    await officer.page.evaluate<unknown>(`for (const key of ['e', 'Escape', 'j']) {
      document.body.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true, cancelable: true }));
    }`);
    expect([await asked.count(), openCase() === null]).toEqual([0, false]);
  });

  test('are letters in a field', async () => {
    await press('j', 'Enter');
    const opinion = officer.outcomes.getByRole('textbox', { name: /^意见/ });
    await opinion.focus();
    await officer.page.keyboard.type('jex?');
    expect(await opinion.inputValue()).toBe('jex?');
    expect(await officer.page.getByRole('dialog').count()).toBe(0);
  });

  test('do nothing once shortcuts are switched off, which the browser remembers', async () => {
    const shortcuts = officer.page.getByRole('checkbox', { name: /^启用快捷键/ });
    await press('?');
    await shortcuts.uncheck();
    await press('Escape');
    await officer.page.reload();
    await officer.matter(EITHER).first().waitFor();
    await press('j', 'Enter');
    expect([await officer.page.locator('a:focus').count(), openCase()]).toEqual([0, null]);
    await officer.page.getByLabel('显示设置').focus();
    await press('Enter');
    await officer.page.getByRole('button', { name: /^键盘快捷键/ }).click();
    await shortcuts.check();
    await press('Escape');
    await press('j');
    await officer.page.locator('a:focus').waitFor();
  });
});

describe('a whole approval without a mouse', () => {
  beforeEach(openReviews);

  test('j, Enter, e, Enter: the sheet is passed and the next one lies open', async () => {
    await press('j', 'Enter');
    await officer.outcomes.getByRole('button', { name: '通过' }).waitFor();
    const before = openCase();
    await press('e');
    const question = officer.page.getByRole('dialog', { name: '通过' });
    await question.waitFor();
    const isInside = await focused().evaluate((one: Element) => one.closest('dialog') !== null);
    expect(isInside).toBe(true);
    await walkTo(question.getByRole('button', { name: '通过' }));
    const answered = officer.answer('/answer');
    await press('Enter');
    expect((await answered).status()).toBe(200);
    await officer.page.getByText(new RegExp(`已通过：${EITHER}`)).waitFor();
    await officer.page.waitForFunction<boolean, string | null>(
      `(before) => new URL(location.href).searchParams.get('case') !== before`,
      before,
    );
    await officer.page.getByRole('main').locator(':focus').waitFor();
  });

  test('a return with an opinion: Escape takes the question back, and what was typed stays', async () => {
    await press('j', 'Enter');
    const opinion = officer.outcomes.getByRole('textbox', { name: /^意见/ });
    await officer.panel.getByRole('heading', { name: new RegExp(EITHER) }).waitFor();
    await walkTo(opinion);
    await type('请补充基数。');
    await walkTo(officer.outcomes.getByRole('button', { name: '退回', exact: true }));
    await press('Enter');
    const question = officer.page.getByRole('dialog', { name: '退回' });
    await question.waitFor();
    await press('Escape');
    await question.waitFor({ state: 'hidden' });
    expect(await opinion.inputValue()).toBe('请补充基数。');
    await officer.outcomes.getByRole('button', { name: '退回' }).and(focused()).waitFor();
  });
});

/** Goes on with Tab until the focus stands on the control, as somebody without a mouse does. */
async function walkTo(control: Locator): Promise<void> {
  const wanted = control.and(focused());
  for (let steps = 0; steps < 100; steps += 1) {
    if ((await wanted.count()) > 0) return;
    await press('Tab');
  }
  throw new Error('100 presses of Tab do not lead there');
}
