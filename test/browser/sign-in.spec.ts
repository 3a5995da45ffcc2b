import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../harness/browser.js';
import { Authenticator } from '../http/sign-in/authenticator.js';
import { ADMIN_PASSWORD, NewOffice } from '../http/sign-in/new-office.js';
import { TestProvider } from '../http/sign-in/provider.js';
import { flawsOf } from './flaws.js';
import { keepPicture } from './screenshots.js';
import { NARROW, Visitor, WIDE } from './visitor.js';

const OWN = '环城北路 81 Ab';

let browser: Browser;
let place: NewOffice;
const flaws: string[] = [];
/** What a test opens for itself. */
const opened: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  [browser, place] = await Promise.all([launchBrowser(), NewOffice.open()]);
});
afterAll(async () => {
  await browser.close();
  await place.close();
  for (const one of opened) await one.close();
});

/** Looks at the page in both languages, wide and narrow; ends in Chinese, wide. */
async function look(visitor: Visitor, name: string, title: string): Promise<void> {
  for (const language of ['en', 'zh'] as const) {
    await visitor.read(language);
    for (const [width, size] of [
      ['narrow', NARROW],
      ['wide', WIDE],
    ] as const) {
      await visitor.resize(size);
      await keepPicture(visitor.page, `${name}-${language}-${width}`);
      const found = await flawsOf(visitor.page, language, title);
      flaws.push(...found.map((flaw) => `${name} ${language} ${width}: ${flaw}`));
    }
  }
}

/** What the browser complained of, but for refusals, which Chromium writes down as errors, and the font of the provider’s own page. */
const complaints = ({ complaints: all }: Visitor): string[] =>
  all.filter((words) => !/40[134]|422|fonts\.googleapis/.test(words));

async function signIn({ page }: Visitor, account: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: '账号' }).fill(account);
  await page.getByRole('textbox', { name: '密码' }).fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}

test('somebody new replaces the first password before anything else, reading the rules beside the field', async () => {
  const first = await place.hire('kpb.new');
  const visitor = await Visitor.enter(browser, place.office);
  const { page } = visitor;
  await visitor.open('/cases');
  await signIn(visitor, 'kpb.new', first);
  await page.waitForURL('**/new-password?back=%2Fcases');
  await page.getByText('密码至少 10 个字符。').waitFor();
  await look(visitor, 'new-password', 'password');
  // Wherever else one goes, the page is there first.
  await visitor.open('/inbox');
  await page.waitForURL('**/new-password?back=%2Finbox');
  await page.getByRole('textbox', { name: '当前密码' }).fill(first);
  await page.getByRole('textbox', { name: '新密码' }).fill(OWN);
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.waitForURL('**/inbox');
  await page.waitForLoadState('networkidle');
  // Three months later, while one works.
  await place.database.query(
    `update accounts set password_set_at = now() - interval '91 days' where account = 'kpb.new'`,
  );
  await page.getByRole('link', { name: '目标' }).click();
  await page.waitForURL('**/new-password?back=*');
  await visitor.leave();
  expect([...flaws, ...complaints(visitor)]).toEqual([]);
});

test('somebody without a post replaces the first password, and reads that a post is missing', async () => {
  const begun = flaws.length;
  const first = await place.hire('kpb.postless');
  await place.office.asOwner(
    `delete from post_holdings where account_id = (select account_id from accounts where account = 'kpb.postless')`,
  );
  const visitor = await Visitor.enter(browser, place.office);
  const { page } = visitor;
  await visitor.open('/');
  await signIn(visitor, 'kpb.postless', first);
  await page.waitForURL('**/new-password?back=*');
  await page.getByRole('textbox', { name: '当前密码' }).fill(first);
  await page.getByRole('textbox', { name: '新密码' }).fill(OWN);
  await page.getByRole('button', { name: '修改密码' }).click();
  await page.getByRole('heading', { name: '您还没有岗位' }).waitFor();
  await look(visitor, 'postless', 'noPost');
  await visitor.open('/password');
  await page.getByRole('textbox', { name: '当前密码' }).waitFor();
  await visitor.leave();
  expect([...flaws.slice(begun), ...complaints(visitor)]).toEqual([]);
});

test('two-step verification is turned on after the password was given again, and asked for at the next sign-in', async () => {
  const begun = flaws.length;
  await place.officer('kpb.steps', OWN);
  const visitor = await Visitor.enter(browser, place.office);
  const { page } = visitor;
  await visitor.open('/sign-in?back=%2Ffactor');
  await signIn(visitor, 'kpb.steps', OWN);
  await page.getByText('未开启').waitFor();
  await look(visitor, 'factor-off', 'factor');
  await place.database.query(`update sessions set verified_at = now() - interval '11 minutes'`);
  await page.getByRole('button', { name: '开始设置' }).click();
  const dialog = page.getByRole('dialog', { name: '确认身份' });
  const goOn = dialog.getByRole('button', { name: '确认并继续' });
  await dialog.getByRole('textbox', { name: '当前密码' }).fill('not it');
  await goOn.click();
  await dialog.getByText('当前密码不正确').first().waitFor();
  await keepPicture(page, 'renewal-zh-wide');
  flaws.push(...(await flawsOf(page, 'zh', 'factor')));
  await dialog.getByRole('textbox', { name: '当前密码' }).fill(OWN);
  await goOn.click();
  // The act that was asked for goes on by itself.
  await page.getByRole('img', { name: '供验证器应用扫描的二维码' }).waitFor();
  await look(visitor, 'factor-enrolment', 'factor');
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  const app = new Authenticator(`otpauth://totp/kaoping?secret=${secret}`, place.database);
  const code = page.getByRole('textbox', { name: '应用显示的六位验证码' });
  await code.fill('000000');
  await page.getByRole('button', { name: '开启两步验证' }).click();
  await page.getByText('验证码不正确').first().waitFor();
  await code.fill(await app.code(-1));
  await page.getByRole('button', { name: '开启两步验证' }).click();
  const codes = page.getByRole('list', { name: '恢复码' }).getByRole('listitem');
  await codes.first().waitFor();
  const recovery = await codes.first().innerText();
  await look(visitor, 'factor-codes', 'factor');
  await page.getByRole('button', { name: '已妥善保管' }).click();
  await page.getByText('剩余 10 个恢复码').waitFor();
  await look(visitor, 'factor-on', 'factor');
  await page.getByText('区考评办kpb.steps').first().click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL('**/sign-in');
  await signIn(visitor, 'kpb.steps', OWN);
  const asked = page.getByRole('textbox', { name: '验证码' });
  await asked.fill('123456');
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByText('验证码不正确').first().waitFor();
  await look(visitor, 'sign-in-code', 'signIn');
  await asked.fill(recovery);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL('**/inbox');
  await visitor.leave();
  expect([...flaws.slice(begun), ...complaints(visitor)]).toEqual([]);
});

test('an identity provider lets in whom it knows, proves again who they are, and is left with the product', async () => {
  const begun = flaws.length;
  const provider = await TestProvider.open();
  opened.push(provider);
  const other = await NewOffice.open(provider.settings);
  opened.push(other);
  provider.serve(other.office.address);
  await other.hire('kpb.known');
  const visitor = await Visitor.enter(browser, other.office);
  const { page } = visitor;
  const goThere = async (subject: string, there = page): Promise<void> => {
    await there.locator('input[name=login]').fill(subject);
    await there.locator('input[name=password]').fill('x');
    await there.locator('button[type=submit]').click();
  };
  await visitor.open('/cases');
  await page.getByRole('link', { name: '统一身份认证登录' }).click();
  await goThere('stranger');
  await page.getByText('本系统没有对应的账号').waitFor();
  await look(visitor, 'sign-in-oidc', 'signIn');
  await visitor.context.clearCookies();
  provider.people['k-1'] = { email: 'kpb.known@yuhang.example', email_verified: true };
  await visitor.open('/cases');
  await page.getByRole('link', { name: '统一身份认证登录' }).click();
  await goThere('k-1');
  await page.waitForURL('**/cases');
  await page.getByText('区考评办kpb.known').first().waitFor();
  // What is sensitive asks there, in a window of its own.
  await visitor.open('/factor');
  await other.database.query(`update sessions set verified_at = now() - interval '11 minutes'`);
  await page.getByRole('button', { name: '开始设置' }).click();
  const dialog = page.getByRole('dialog', { name: '确认身份' });
  await dialog.getByRole('button', { name: '已确认，继续' }).click();
  await dialog.getByRole('link', { name: '在新窗口中确认身份' }).waitFor();
  await keepPicture(page, 'renewal-oidc-zh-wide');
  const [window] = await Promise.all([
    visitor.context.waitForEvent('page'),
    dialog.getByRole('link', { name: '在新窗口中确认身份' }).click(),
  ]);
  await goThere('k-1', window);
  await window.getByRole('heading', { name: '身份已确认' }).first().waitFor();
  await keepPicture(window, 'proved-zh-wide');
  await window.close();
  await dialog.getByRole('button', { name: '已确认，继续' }).click();
  await page.getByRole('img', { name: '供验证器应用扫描的二维码' }).waitFor();
  await page.getByText('区考评办kpb.known').first().click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL(`${provider.issuer}/**`);
  await visitor.leave();
  expect([...flaws.slice(begun), ...complaints(visitor)]).toEqual([]);
});

test('a post that must have two steps turns them on before anything else', async () => {
  const begun = flaws.length;
  const strict = await NewOffice.open({ SECOND_FACTOR_POSTS: 'administrator' });
  opened.push(strict);
  const visitor = await Visitor.enter(browser, strict.office);
  const { page } = visitor;
  await visitor.open('/mail');
  await signIn(visitor, 'admin', ADMIN_PASSWORD);
  await page.waitForURL('**/new-factor?back=%2Fmail');
  await page.getByRole('button', { name: '开始设置' }).waitFor();
  await look(visitor, 'new-factor', 'factor');
  await page.getByRole('button', { name: '开始设置' }).click();
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  const app = new Authenticator(`otpauth://totp/kaoping?secret=${secret}`, strict.database);
  await page.getByRole('textbox', { name: '应用显示的六位验证码' }).fill(await app.code());
  await page.getByRole('button', { name: '开启两步验证' }).click();
  await page.getByRole('button', { name: '已妥善保管' }).click();
  await page.waitForURL('**/mail');
  await visitor.leave();
  expect([...flaws.slice(begun), ...complaints(visitor)]).toEqual([]);
});
