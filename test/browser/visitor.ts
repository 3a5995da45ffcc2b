import type { Browser, BrowserContext, Locator, Page, Response } from 'playwright-core';
import type { Office } from '../http/office.js';
import type { Language } from './words.js';

/** Wide as on a desk, narrow as in a hand. */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 360, height: 780 };

const PASSWORD = 'kaoping-2017';
const PATIENCE_MS = 10_000;

/** Somebody in front of the product, who clicks what the page offers and remembers what the browser complained of. */
export class Visitor {
  /** Errors of the console, exceptions and violations of the content security policy, in the order they came. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly office: Office,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** Somebody with a browser window of their own; signed in where an account is named. */
  static async enter(browser: Browser, office: Office, account?: string): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL: office.address,
      viewport: WIDE,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const visitor = new Visitor(office, context, await context.newPage());
    visitor.#listen();
    if (account) await visitor.#signIn(account);
    return visitor;
  }

  leave(): Promise<void> {
    return this.context.close();
  }

  /** The matter beside the list, or on its own page. */
  get panel(): Locator {
    return this.page.getByRole('main');
  }

  /** The opinion and the buttons that end a task. */
  get outcomes(): Locator {
    return this.page.getByRole('region', { name: '办理意见和结果' });
  }

  /** The row of the open sheet with this number. */
  row(no: number): Locator {
    return this.panel
      .getByRole('table', { name: '年度目标申报表' })
      .getByRole('row', { name: new RegExp(`^${no} `) })
      .first();
  }

  /** The matter in the list whose title begins so. */
  matter(title: string): Locator {
    return this.page.getByRole('link', { name: new RegExp(`^${title}`) });
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  }

  /** Reads on in another language. */
  async read(language: Language): Promise<void> {
    const choice = this.page.getByRole('button', { name: language === 'zh' ? /^中/ : /^EN/ });
    await choice.click();
    await this.page.locator(`html[lang^="${language}"]`).waitFor();
  }

  /** Turns to dark colours, and waits until the last one has settled. */
  async darken(): Promise<void> {
    await this.page.emulateMedia({ colorScheme: 'dark' });
    await this.page.waitForFunction(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
      resolve(document.getAnimations().length === 0))))`);
  }

  resize(size: { width: number; height: number }): Promise<void> {
    return this.page.setViewportSize(size);
  }

  /** Goes to the inbox and opens the matter whose title begins so. */
  async openMatter(title: string): Promise<void> {
    await this.open('/inbox');
    await this.matter(title).click();
    await this.panel.getByRole('heading', { name: title }).waitFor();
  }

  /** Opens the row of the sheet with this number, where it is closed. */
  async openRow(no: number): Promise<void> {
    const button = this.row(no).getByRole('button');
    if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
    await this.row(no).getByRole('button', { expanded: true }).waitFor();
  }

  /** Gives an outcome and confirms it; answers how the server took it. */
  async decide(outcome: string, opinion = ''): Promise<number> {
    if (opinion) await this.outcomes.getByRole('textbox', { name: /^意见/ }).fill(opinion);
    await this.outcomes.getByRole('button', { name: outcome, exact: true }).click();
    const answered = this.answer('/answer');
    await this.page.getByRole('dialog').getByRole('button', { name: outcome, exact: true }).click();
    return (await answered).status();
  }

  /** Gives one outcome to all ticked rows and waits for the result of each. */
  async decideForAll(outcome: string): Promise<Locator> {
    const bar = this.page.getByRole('region', { name: '批量办理', exact: true });
    await bar.getByRole('button', { name: outcome, exact: true }).click();
    const answered = this.answer('/api/tasks/answers');
    await bar.getByRole('button', { name: new RegExp(`^${outcome} \\d+ 项$`) }).click();
    await answered;
    const result = this.page.getByRole('region', { name: '批量办理结果' });
    await result.waitFor();
    return result;
  }

  /** Ticks every matter that the list shows. */
  async tickAll(): Promise<void> {
    const boxes = this.page.getByRole('checkbox', { name: /^勾选全部/ });
    await boxes.first().waitFor();
    for (const box of await boxes.all()) await box.check();
  }

  /** The answer to the next write whose address holds the text. */
  answer(address: string): Promise<Response> {
    return this.page.waitForResponse(
      (response) => response.request().method() !== 'GET' && response.url().includes(address),
    );
  }

  async #signIn(account: string): Promise<void> {
    const data = { account, password: PASSWORD, tenant: this.office.tenant };
    const reply = await this.context.request.post('/api/session', { data });
    if (!reply.ok()) throw new Error(`${account} cannot sign in at ${this.office.address}: ${await reply.text()}`);
  }

  #listen(): void {
    this.page.on('pageerror', (error) => this.complaints.push(error.message));
    this.page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const { url } = message.location();
      // Chromium writes down two right answers as errors: nobody is signed in, and there is no page of that name.
      if (message.text().includes('401') && url.endsWith('/api/session')) return;
      if (message.text().includes('404') && url === this.page.url()) return;
      this.complaints.push(`${message.text()} (${url})`);
    });
  }
}
